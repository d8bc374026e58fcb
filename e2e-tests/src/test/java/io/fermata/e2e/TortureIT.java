// SPDX-License-Identifier: Apache-2.0
package io.fermata.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/// What is acknowledged happens once, whatever dies: two nodes, their database and its connections are killed again and
/// again under work of every kind. The short form is part of the build; the long one is
/// `./mvnw -q -pl e2e-tests -am -Ptorture verify`.
class TortureIT {

    private static final int EXECUTIONS = Integer.getInteger("torture.executions", 300);
    private static final Duration CHAOS = Duration.ofSeconds(Integer.getInteger("torture.seconds", 35));
    private static final long SEED = Long.getLong("torture.seed", System.nanoTime());

    @Test
    void whatIsAcknowledgedHappensOnceWhateverDies() throws Exception {
        try (var torture = new Torture(EXECUTIONS, CHAOS, SEED)) {
            var result = torture.run();
            System.out.println(result);
            assertThat(result.faults()).as("torture.seed=%s", SEED).isEmpty();
            assertThat(result.acknowledged()).isEqualTo(EXECUTIONS);
            assertThat(result.kills()).isPositive();
            assertThat(result.cuts()).isPositive();
        }
    }
}
