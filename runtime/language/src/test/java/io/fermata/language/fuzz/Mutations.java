// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.fuzz;

import io.fermata.language.testing.Conformance;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Damages definitions: as characters, and as trees that stay JSON.
final class Mutations {

    private static final String PIECES = "{}[]\",:.$*?@()'\\0123456789-+eE \n\t\r#&!|>%~`<_StatesEndNextnulltrue\u0000\ud83d\ude00\ufeff\u2028";
    private static final List<String> VALUES = List.of("null", "true", "false", "0", "-1", "1.5", "1e999999999",
            "123456789012345678901234567890", "\"\"", "\"$\"", "\"$$\"", "\"$.a['b'][0]..c[*]\"", "\"States.ALL\"",
            "\"States.Format('{}{', $.a, States.Array($,$))\"", "\"{% $a.b[0] %}\"", "\"${Token}\"", "\"A\"",
            "\"JSONata\"",
            "\"DISTRIBUTED\"", "\"/States/A\"", "\"arn:aws:states:::sqs:sendMessage.waitForTaskToken\"", "[]", "{}",
            "[[[]]]", "{\"\":{}}", "[null,\"a\",1]", "{\"Type\":\"Pass\",\"End\":true}", "{\"Next\":\"A\"}");
    private static final List<String> KEYS = List.of("Type", "Next", "End", "Default", "Choices", "Catch", "Retry",
            "Branches", "ItemProcessor", "Iterator", "States", "StartAt", "Parameters", "ResultSelector", "ResultPath",
            "InputPath", "OutputPath", "Assign", "Output", "Result", "Condition", "Variable", "And", "Or", "Not",
            "IsPresent", "ErrorEquals", "QueryLanguage", "TimeoutSeconds", "Resource", "x.$", "", "/", "[0]", "a/b",
            "A");

    private Mutations() {}

    static String noise(String source, SplittableRandom random) {
        var text = new StringBuilder(source);
        for (var i = 1 + random.nextInt(4); i > 0; i--) {
            var at = random.nextInt(text.length() + 1);
            var piece = PIECES.charAt(random.nextInt(PIECES.length()));
            switch (random.nextInt(5)) {
                case 0 -> text.insert(at, piece);
                case 1 -> text.insert(at, String.valueOf(piece).repeat(1 + random.nextInt(80)));
                case 2 -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(20)));
                case 3 -> text.insert(at, KEYS.get(random.nextInt(KEYS.size())));
                default -> {
                    var other = random.nextInt(text.length() + 1);
                    text.insert(at, text.substring(other, Math.min(text.length(), other + random.nextInt(40))));
                }
            }
        }
        return text.toString();
    }

    static String tree(String source, SplittableRandom random) {
        var root = Conformance.parse(source);
        for (var i = 1 + random.nextInt(4); i > 0; i--) {
            change(root, random);
        }
        return random.nextInt(3) == 0 ? root.toPrettyString() : root.toString();
    }

    private static void change(JsonNode root, SplittableRandom random) {
        var slots = new ArrayList<Slot>();
        collect(root, slots);
        if (slots.isEmpty()) {
            return;
        }
        var one = slots.get(random.nextInt(slots.size()));
        var two = slots.get(random.nextInt(slots.size()));
        switch (random.nextInt(7)) {
            case 0 -> one.remove();
            case 1 -> one.set(Conformance.parse(VALUES.get(random.nextInt(VALUES.size()))));
            case 2 -> {
                var value = one.get().deepCopy();
                one.set(two.get().deepCopy());
                two.set(value);
            }
            case 3 -> one.set(two.get().deepCopy());
            case 4 -> {
                if (one.parent() instanceof ObjectNode object) {
                    object.set(KEYS.get(random.nextInt(KEYS.size())), two.get().deepCopy());
                }
            }
            case 5 -> {
                if (one.parent() instanceof ObjectNode object) {
                    object.set(one.key() + random.nextInt(3), one.get().deepCopy());
                }
            }
            default -> {
                var depth = random.nextInt(70);
                var open = random.nextBoolean() ? "[" : "{\"States\":";
                one.set(Conformance
                        .parse(open.repeat(depth) + one.get() + (open.equals("[") ? "]" : "}").repeat(depth)));
            }
        }
    }

    private static void collect(JsonNode node, List<Slot> slots) {
        if (node instanceof ObjectNode object) {
            object.properties().forEach(field -> {
                slots.add(new Slot(object, field.getKey(), 0));
                collect(field.getValue(), slots);
            });
        } else if (node instanceof ArrayNode array) {
            for (var i = 0; i < array.size(); i++) {
                slots.add(new Slot(array, "", i));
                collect(array.get(i), slots);
            }
        }
    }

    private record Slot(JsonNode parent, String key, int index) {

        JsonNode get() {
            var value = parent instanceof ObjectNode ? parent.get(key) : parent.get(index);
            return value == null ? Conformance.parse("null") : value;
        }

        void set(JsonNode value) {
            if (parent instanceof ObjectNode object) {
                object.set(key, value);
            } else if (parent instanceof ArrayNode array && index < array.size()) {
                array.set(index, value);
            }
        }

        void remove() {
            if (parent instanceof ObjectNode object) {
                object.remove(key);
            } else if (parent instanceof ArrayNode array && index < array.size()) {
                array.remove(index);
            }
        }
    }
}
