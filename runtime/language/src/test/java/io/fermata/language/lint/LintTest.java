// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.fermata.language.testing.Cases;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

class LintTest {

    @TestFactory
    Stream<DynamicTest> definitions() {
        return Cases.of("lint", example -> {
            var findings = Lint.check(example.get("definition").toString());

            assertThat(findings).extracting(finding -> finding.code() + " at " + finding.location())
                    .containsExactlyInAnyOrderElementsOf(
                            example.get("findings").values().stream().map(JsonNode::stringValue).toList());
        });
    }

    @Test
    void tellsPlaceReasonAndFix() {
        var finding = Lint.check("""
                StartAt: Ask
                States:
                  Ask:
                    Type: Task
                    Resource: arn:aws:states:::sqs:sendMessage.waitForTaskToken
                    End: true
                """).getFirst();

        assertThat(finding).isEqualTo(new LintFinding(LintRule.CALLBACK_WITHOUT_TIMEOUT, "/States/Ask", 3, 3,
                "'Ask' waits up to a year when nobody answers", LintRule.CALLBACK_WITHOUT_TIMEOUT.fix()));
    }

    @Test
    void saysWhatIsKnownWhereAPathIsMissing() {
        var finding = Lint.check("""
                {"StartAt":"A","States":{"A":{"Type":"Pass","Result":{"order":{"id":1,"total":2}},"Next":"B"},
                "B":{"Type":"Pass","InputPath":"$.order.sum","End":true}}}""").getFirst();

        assertThat(finding.reason())
                .isEqualTo("'$.order.sum' is never present here: '$.order' has only id, total");
    }

    @Test
    void neverShowsTheSecret() {
        var findings = Lint.check("{\"States\":{\"A\":{\"Type\":\"Pass\",\"Result\":{\"password\":\"swordfish99\"}}}}");

        assertThat(findings).singleElement().satisfies(finding -> assertThat(finding.toString())
                .doesNotContain("swordfish"));
    }

    @Test
    void saysNothingAboutATextThatCannotBeRead() {
        assertThat(Lint.check("{")).isEmpty();
    }

    @Test
    void stopsAfterAThousandFindings() {
        var definition = "{\"States\":{\"A\":{\"Result\":[" + "\"AKIAQWERTYUIOPASDFGH\",".repeat(2_000) + "1]}}}";

        assertThat(Lint.check(definition)).hasSize(1_000);
    }
}
