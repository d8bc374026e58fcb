// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.edit;

import static org.assertj.core.api.Assertions.assertThat;

import io.fermata.language.asl.FieldEntry;
import org.junit.jupiter.api.Test;

class OffersTest {

    private static final String TEXT = """
            {"StartAt": "A", "States": {
              "A": {"Type": "Pass", "Assign": {"a.$": "$.x", "b": 1}, "Next": "W"},
              "W": {"Type": "Wait", "SecondsPath": "$.s", "Next": "M"},
              "M": {"Type": "Map", "QueryLanguage": "JSONata", "Next": "Z", "Assign": {"m": 1}, "ItemProcessor": {"StartAt": "I", "States": {
                "I": {"Type": "Pass", "Assign": {"i": 1}, "Next": "J"}, "J": {"Type": "Succeed"}}}},
              "Z": {"Type": "Task", "Resource": "r", "Catch": [{"Assign": {"e": 1}, "Next": "Y"}], "End": true},
              "Y": {"Type": "Succeed"}}}""";

    @Test
    void offersFieldsThatAreNotThereInTheLanguageOfTheState() {
        assertThat(offers("/States/W").fields()).extracting(FieldEntry::name).containsExactly("Comment",
                "QueryLanguage", "InputPath", "OutputPath", "Assign");
        assertThat(offers("/States/M").fields()).extracting(FieldEntry::name).contains("Output", "Items", "Retry")
                .doesNotContain("ItemsPath", "InputPath", "Iterator", "End", "Next");
    }

    @Test
    void offersTheOtherStatesOfTheFlowAsTargets() {
        assertThat(offers("/States/M/ItemProcessor/States/I").targets()).containsExactly("J");
    }

    @Test
    void offersVariablesThatCanHaveAValue() {
        assertThat(offers("/States/A").variables()).isEmpty();
        assertThat(offers("/States/M").variables()).containsExactly("a", "b");
        assertThat(offers("/States/M/ItemProcessor/States/J").variables()).containsExactly("a", "b", "i");
        assertThat(offers("/States/Y").variables()).containsExactly("a", "b", "e", "m");
    }

    @Test
    void offersNothingWhereThereIsNoState() {
        assertThat(Offers.of(TEXT, "/States/None")).isEmpty();
        assertThat(Offers.of("{", "/States/A")).isEmpty();
    }

    private static Offers offers(String location) {
        return Offers.of(TEXT, location).orElseThrow();
    }
}
