// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonpath;

import static org.assertj.core.api.Assertions.assertThat;

import io.fermata.language.testing.Conformance;
import io.fermata.language.testing.Still;
import io.fermata.language.testing.Examples;
import io.fermata.language.Json;
import io.fermata.language.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

class RecordedVectorsTest {

    private static final JsonNode NOTHING = JsonNodeFactory.instance.objectNode();

    @Test
    void choosesAsRecorded() {
        var wrong = new ArrayList<String>();
        var cases = 0;

        for (var operator : vectors("choice").properties()) {
            for (var row : operator.getValue()) {
                cases++;
                var chosen = chooses(operator.getKey(), row.get(0), row.get(1));
                if (chosen != row.get(2).booleanValue()) {
                    wrong.add(operator.getKey() + " " + row);
                }
            }
        }

        System.out.println("choice rows that agree: " + (cases - wrong.size()) + " of " + cases);
        assertThat(wrong).isEmpty();
        assertThat(cases).isGreaterThan(400);
    }

    @Test
    void callsIntrinsicsAsRecorded() {
        var wrong = new ArrayList<String>();
        var cases = 0;

        for (var function : vectors("intrinsic").properties()) {
            for (var row : function.getValue()) {
                cases++;
                var result = call(function.getKey(), row.get(0));
                if (!result.equals(Json.parse(row.get(1).toString()))) {
                    wrong.add(function.getKey() + " " + row + " gave " + result);
                }
            }
        }

        System.out.println("intrinsic rows that agree: " + (cases - wrong.size()) + " of " + cases);
        assertThat(wrong).isEmpty();
        assertThat(cases).isGreaterThan(90);
    }

    private static JsonNode vectors(String part) {
        var file = Conformance.folder().resolveSibling("reference").resolve("recorded-vectors.json");
        return Json.parse(Conformance.text(file)).get(part);
    }

    private static boolean chooses(String operator, JsonNode value, JsonNode operand) {
        var rule = JsonNodeFactory.instance.objectNode().put("Variable", "$.value").put("Next", "Yes");
        if (operator.endsWith("Path")) {
            rule.put(operator, "$.operand");
        } else {
            rule.set(operator, operand);
        }
        var input = JsonNodeFactory.instance.objectNode();
        input.set("value", value);
        input.set("operand", operand);
        return Examples.choice(rule).rules().getFirst().condition().test(scope(input));
    }

    private static JsonNode call(String function, JsonNode arguments) {
        var names = new ArrayList<String>();
        for (var i = 0; i < arguments.size(); i++) {
            names.add("$[" + i + "]");
        }
        var call = switch (function) {
            case String text when text.contains(", x, y)") -> text.replace(", x, y)", ", $[0], $[1])");
            case String text when text.contains(", x)") -> text.replace(", x)", ", $[0])");
            case String text when text.contains("(a, b, false)") ->
                text.replace("(a, b, false)", "($[0], $[1], false)");
            default -> function + "(" + String.join(", ", List.copyOf(names)) + ")";
        };
        return Intrinsic.parse(call).evaluate(scope(arguments));
    }

    private static Scope scope(JsonNode input) {
        return new Scope(input, Map.of(), NOTHING, Still.seed(1));
    }
}
