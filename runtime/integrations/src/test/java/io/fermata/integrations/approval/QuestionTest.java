// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.approval;

import static org.assertj.core.api.Assertions.assertThat;

import io.fermata.integrations.approval.Approval.Choice;
import io.fermata.language.Json;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuestionTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"stages":[{"ask":["role:ADMIN"]}]}                                        | The field 'title' is required but was missing
            {"title":"t"}                                                              | The field 'stages' must have 1 to 1 entries, but has 0
            {"title":"t","colour":1,"stages":[{"ask":["role:ADMIN"]}]}                 | The field 'colour' is unknown here
            {"title":"t","stages":[{"ask":["role:ADMIN"],"all":true}]}                 | The field 'stages[0].all' is unknown here
            {"title":"t","stages":[{"ask":["role:BOSS"]}]}                             | neither role: and one of
            {"title":"t","stages":[{"ask":["role:ADMIN"],"quorum":21}]}                | The field 'stages[0].quorum' must be a whole number from 1 to 20
            {"title":"t","exclude":["ada"],"stages":[{"ask":["role:ADMIN"]}]}          | The field 'exclude' must be
            {"title":"t","onReject":"retry","stages":[{"ask":["role:ADMIN"]}]}         | The field 'onReject' must be one of fail, return
            {"title":"t","facts":[{"label":"l","value":{}}],"stages":[{"ask":["role:ADMIN"]}]} | The field 'facts[0].value' must be a string, a number or a boolean
            [1]                                                                        | The whole value must be an object
            """)
    void namesTheFieldAndTheLimitOfWhatItRefuses(String parameters, String sentence) {
        var reading = Question.read(Json.parse(parameters));

        assertThat(reading).isInstanceOfSatisfying(Question.Reading.Bad.class, bad -> {
            assertThat(bad.outcome().error()).isEqualTo("States.Runtime");
            assertThat(bad.outcome().cause()).contains(sentence);
        });
    }

    @Test
    void aLineBreakInTheTitleBecomesABlank() {
        var reading = Question.read(Json.parse("""
                {"title":"a\\r\\nBcc: b@example.org","stages":[{"ask":["role:ADMIN"]}]}"""));

        assertThat(((Question.Reading.Good) reading).question().title()).isEqualTo("a  Bcc: b@example.org");
    }

    @Test
    void theFirstRejectionRejectsAndTheQuorumApproves() {
        assertThat(Rule.outcome(List.of(Choice.APPROVE), 2)).isEmpty();
        assertThat(Rule.outcome(List.of(Choice.APPROVE, Choice.APPROVE), 2)).isEqualTo(Optional.of(Choice.APPROVE));
        assertThat(Rule.outcome(List.of(Choice.APPROVE, Choice.REJECT), 2)).isEqualTo(Optional.of(Choice.REJECT));
        assertThat(Rule.outcome(List.of(), 1)).isEmpty();
    }
}
