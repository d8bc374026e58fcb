// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.edit;

import static org.assertj.core.api.Assertions.assertThat;

import io.fermata.language.Edges;
import io.fermata.language.StateType;
import org.junit.jupiter.api.Test;

class OutlineTest {

    @Test
    void showsAlsoWhatIsWrong() {
        var text = """
                StartAt: Nowhere
                States:
                  A: {Type: Choise, Next: B}
                  M:
                    Type: Map
                    Catch:
                    - ErrorEquals: [X, 5, Y]
                      Next: 7
                    Iterator: {StartAt: I, States: {I: {Type: Pass}}}
                """;

        var flow = ((Outline.States) Outline.of(text)).flow();

        assertThat(flow.startAt()).isEqualTo("Nowhere");
        var first = flow.states().getFirst();
        assertThat(first.type()).isNull();
        assertThat(first.place()).isEqualTo(new Outline.Place("/States/A", 3, 3, text.indexOf("{Type"),
                text.indexOf("}") + 1));
        assertThat(first.transitions()).singleElement().satisfies(link -> assertThat(link.to()).isEqualTo("B"));
        var map = flow.states().getLast();
        assertThat(map.type()).isEqualTo(StateType.MAP);
        assertThat(map.transitions()).singleElement().satisfies(link -> {
            assertThat(link.kind()).isEqualTo(Edges.Kind.CATCH);
            assertThat(link.to()).isEmpty();
            assertThat(link.label()).isEqualTo("X, Y");
        });
        assertThat(map.inner()).singleElement().satisfies(inner -> {
            assertThat(inner.place().location()).isEqualTo("/States/M/Iterator");
            assertThat(inner.states()).extracting(Outline.State::name).containsExactly("I");
        });
    }

    @Test
    void labelsConditionsOfBothLanguages() {
        var text = """
                {"States": {"C": {"Type": "Choice", "Choices": [
                  {"Condition": "{% $x > 1 %}", "Next": "A"},
                  {"Condition": true, "Next": "A"},
                  {"Or": [{"Variable": "$.a", "NumericEquals": 1}, {"Not": {"And": [{"Variable": "$.b", "IsNull": false}, 5]}}], "Next": "A"},
                  {"Next": "A"}]}}}""";

        var transitions = ((Outline.States) Outline.of(text)).flow().states().getFirst().transitions();

        assertThat(transitions).extracting(Outline.Transition::label).containsExactly("$x > 1", "true",
                "$.a = 1 or not ($.b is not null and ?)", "?");
    }

    @Test
    void saysWhyATextCannotBeRead() {
        assertThat(Outline.of("{")).isInstanceOf(Outline.Unreadable.class);
    }
}
