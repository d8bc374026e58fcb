// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.edit;

import static org.assertj.core.api.Assertions.assertThat;

import io.fermata.language.testing.Cases;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class EditCasesTest {

    @TestFactory
    Stream<DynamicTest> edits() {
        return Cases.of("edits", example -> {
            var text = lines(example.get("text"));
            var asked = example.get("do");

            if (asked.get(0).stringValue().equals("pretty")) {
                assertThat(Formatting.pretty(text)).contains(lines(example.get("result")));
                return;
            }
            switch (edit(text, asked)) {
                case Edit.Change change -> assertThat(change.apply(text)).isEqualTo(lines(example.get("result")));
                case Edit.Refused(var reason) -> assertThat(reason)
                        .isEqualTo(example.has("refused") ? example.get("refused").stringValue() : "no refusal");
            }
        });
    }

    private static Edit edit(String text, JsonNode asked) {
        var location = asked.get(1).stringValue();
        return switch (asked.get(0).stringValue()) {
            case "set" -> FieldEdit.set(text, location, asked.get(2).stringValue(), asked.get(3));
            case "remove" -> FieldEdit.remove(text, location, asked.get(2).stringValue());
            case "rename" -> StateEdit.rename(text, location, asked.get(2).stringValue());
            case "addAfter" ->
                StateEdit.addAfter(text, location, asked.get(2).stringValue(), (ObjectNode) asked.get(3));
            case "removeState" -> StateEdit.remove(text, location);
            case String other -> throw new AssertionError("no edit is called " + other);
        };
    }

    private static String lines(JsonNode lines) {
        return lines.values().stream().map(JsonNode::stringValue).collect(Collectors.joining("\n"));
    }
}
