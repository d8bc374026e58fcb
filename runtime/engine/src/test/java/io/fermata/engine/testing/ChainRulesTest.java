// SPDX-License-Identifier: Apache-2.0
package io.fermata.engine.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChainRulesTest {

    private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");

    private static List<String> faults(String... history) {
        return ChainRules.faults(Arrays.stream(history).map(line -> {
            var parts = line.split("[< ]");
            return new ChainRules.Line(Long.parseLong(parts[0]), Long.parseLong(parts[1]), parts[2], AT);
        }).toList());
    }

    @Test
    void acceptsARetriedTaskInABranch() {
        assertThat(faults("1<0 ExecutionStarted", "2<0 ParallelStateEntered", "3<2 ParallelStateStarted",
                "4<3 TaskStateEntered", "5<3 PassStateEntered", "6<5 PassStateExited", "7<4 TaskScheduled",
                "8<7 TaskStarted", "9<8 TaskFailed", "10<9 TaskScheduled", "11<10 TaskStarted", "12<11 TaskSucceeded",
                "13<12 TaskStateExited", "14<13 ParallelStateSucceeded", "15<13 ParallelStateExited",
                "16<15 ExecutionSucceeded")).isEmpty();
    }

    @Test
    void seesAGap() {
        assertThat(faults("1<0 ExecutionStarted", "3<0 PassStateEntered")).contains("event 2 has id 3");
    }

    @Test
    void seesAPredecessorOfTheWrongType() {
        assertThat(faults("1<0 ExecutionStarted", "2<0 PassStateEntered", "3<1 PassStateExited",
                "4<3 ExecutionSucceeded")).containsExactly("3 PassStateExited follows 1 ExecutionStarted");
    }

    @Test
    void seesAPredecessorThatComesLater() {
        assertThat(faults("1<0 ExecutionStarted", "2<3 PassStateEntered", "3<2 PassStateExited",
                "4<3 ExecutionSucceeded"))
                .containsExactly("2 PassStateEntered points at 3, which is not before it");
    }

    @Test
    void seesTwoSuccessors() {
        assertThat(faults("1<0 ExecutionStarted", "2<0 PassStateEntered", "3<2 PassStateExited",
                "4<2 PassStateExited", "5<4 ExecutionSucceeded"))
                .containsExactly("4 PassStateExited is a second successor of 2");
    }

    @Test
    void seesASecondEndOfAnAttempt() {
        assertThat(faults("1<0 ExecutionStarted", "2<0 TaskStateEntered", "3<2 TaskScheduled", "4<3 TaskStarted",
                "5<4 TaskSucceeded", "6<4 TaskSucceeded", "7<6 TaskStateExited", "8<7 ExecutionSucceeded"))
                .contains("6 TaskSucceeded ends attempt 3 again");
    }

    @Test
    void seesWhatComesAfterTheEnd() {
        assertThat(faults("1<0 ExecutionStarted", "2<0 ExecutionAborted", "3<0 PassStateEntered"))
                .contains("3 PassStateEntered comes after the end", "has no end");
    }

    @Test
    void acceptsARedriveAfterABadEndOnly() {
        assertThat(faults("1<0 ExecutionStarted", "2<0 FailStateEntered", "3<2 ExecutionFailed",
                "4<3 ExecutionRedriven", "5<4 FailStateEntered", "6<5 ExecutionFailed")).isEmpty();
        assertThat(faults("1<0 ExecutionStarted", "2<0 PassStateEntered", "3<2 PassStateExited",
                "4<3 ExecutionSucceeded", "5<4 ExecutionRedriven", "6<5 ExecutionFailed"))
                .containsExactly("5 ExecutionRedriven follows 4 ExecutionSucceeded");
    }
}
