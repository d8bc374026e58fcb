// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonata;

import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// What a function may be called with, as `<s-nn?:s>`: a letter for each parameter's type, `?` for optional, `+` for one
/// or more, `-` for the context when it is missing. Checks arguments and completes them. Immutable.
final class Signature {

    private static final Map<String, String> PLURALS = Map.of("a", "arrays", "b", "booleans", "f", "functions", "n",
            "numbers", "o", "objects", "s", "strings");

    /// One parameter.
    ///
    /// @param letters the kinds it takes, `m` for missing among them
    /// @param array one value is made an array of it
    /// @param context the context stands in when it is missing
    /// @param repeat blank, `?` or `+`
    /// @param items the kind of the items of the array
    private record Parameter(String letters, boolean array, boolean context, String repeat, @Nullable String items) {

        boolean takes(char kind) {
            return letters.indexOf(kind) >= 0;
        }

        boolean optional() {
            return context || repeat.equals("?");
        }

        String pattern() {
            return "[" + letters + "]" + (repeat.equals("+") ? context ? "*" : "+" : optional() ? "?" : "");
        }
    }

    private final List<Parameter> parameters;
    private final Pattern pattern;

    private Signature(List<Parameter> parameters) {
        this.parameters = parameters;
        var whole = new StringBuilder();
        parameters.forEach(parameter -> whole.append('(').append(parameter.pattern()).append(')'));
        this.pattern = Pattern.compile(whole.toString());
    }

    int arity() {
        return parameters.size();
    }

    /// Reads a signature with its angle brackets.
    static Signature parse(String text) {
        var parameters = new ArrayList<Parameter>();
        for (var at = 1; at < text.length() && text.charAt(at) != ':' && text.charAt(at) != '>'; at++) {
            var c = text.charAt(at);
            switch (c) {
                case '-', '?', '+' -> modify(parameters, c);
                case '(' -> {
                    var end = text.indexOf(')', at);
                    var choice = text.substring(at + 1, end < 0 ? text.length() : end);
                    if (choice.contains("<")) {
                        throw Fault.S0402.at(at, null);
                    }
                    parameters.add(new Parameter(known(choice) + "m", false, false, "", null));
                    at = end < 0 ? text.length() : end;
                }
                case '<' -> at = items(parameters, text, at);
                default -> parameters.add(parameter(c));
            }
        }
        return new Signature(List.copyOf(parameters));
    }

    private static String known(String choice) {
        var letters = new StringBuilder();
        choice.chars().filter(c -> "snblaofjx".indexOf(c) >= 0)
                .forEach(c -> letters.append(c == 'j' ? "asnblo" : c == 'x' ? "asnblfo" : String.valueOf((char) c)));
        return letters.toString();
    }

    private static Parameter parameter(char letter) {
        return switch (letter) {
            case 's', 'n', 'b', 'l', 'o' -> new Parameter(letter + "m", false, false, "", null);
            case 'a' -> new Parameter("asnblfom", true, false, "", null);
            case 'f' -> new Parameter("f", false, false, "", null);
            case 'j' -> new Parameter("asnblom", false, false, "", null);
            default -> new Parameter("asnblfom", false, false, "", null);
        };
    }

    private static void modify(List<Parameter> parameters, char by) {
        if (parameters.isEmpty()) {
            return;
        }
        var last = parameters.removeLast();
        parameters.add(by == '-'
                ? new Parameter(last.letters(), last.array(), true, last.repeat(), last.items())
                : new Parameter(last.letters(), last.array(), last.context(), String.valueOf(by), last.items()));
    }

    private static int items(List<Parameter> parameters, String text, int opening) {
        var depth = 1;
        var end = opening + 1;
        while (end < text.length() && depth > 0) {
            depth += text.charAt(end) == '<' ? 1 : text.charAt(end) == '>' ? -1 : 0;
            end++;
        }
        var last = parameters.isEmpty() ? null : parameters.getLast();
        if (last == null || !last.array() && !last.letters().equals("f")) {
            throw Fault.S0401.at(opening, null);
        }
        if (last.array()) {
            parameters.set(parameters.size() - 1, new Parameter(last.letters(), true, last.context(), last.repeat(),
                    text.substring(opening + 1, Math.max(opening + 1, end - 1))));
        }
        return end - 1;
    }

    private static char letter(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING, BINARY -> 's';
            case NUMBER -> 'n';
            case BOOLEAN -> 'b';
            case NULL -> 'l';
            case ARRAY -> 'a';
            case OBJECT -> 'o';
            case POJO -> 'f';
            case MISSING -> 'm';
        };
    }

    /// The arguments as the function gets them: at least one for each parameter, arrays where it wants arrays.
    JsonNode[] check(JsonNode[] arguments, JsonNode context) {
        var counts = greedily(arguments);
        if (counts == null) {
            counts = matched(arguments);
        }
        var room = 0;
        for (var count : counts) {
            room += Math.max(1, count);
        }
        var checked = new JsonNode[room];
        var taken = 0;
        var out = 0;
        for (var i = 0; i < counts.length; i++) {
            var parameter = parameters.get(i);
            if (counts[i] == 0) {
                if (parameter.context()) {
                    checked[out++] = fromContext(parameter, context, taken);
                } else {
                    checked[out++] = taken < arguments.length ? arguments[taken] : Values.NOTHING;
                    taken++;
                }
                continue;
            }
            for (var k = 0; k < counts[i]; k++) {
                checked[out++] = fitted(parameter, taken < arguments.length ? arguments[taken] : Values.NOTHING, taken,
                        counts[i]);
                taken++;
            }
        }
        return checked;
    }

    /// How many arguments each parameter takes when each takes all that it can; null when that does not work out, which
    /// does not yet mean that nothing does.
    private int @Nullable [] greedily(JsonNode[] arguments) {
        var counts = new int[parameters.size()];
        var taken = 0;
        for (var i = 0; i < counts.length; i++) {
            var parameter = parameters.get(i);
            var most = parameter.repeat().equals("+") ? Integer.MAX_VALUE : 1;
            while (taken < arguments.length && counts[i] < most && parameter.takes(letter(arguments[taken]))) {
                counts[i]++;
                taken++;
            }
            if (counts[i] == 0 && !parameter.optional()) {
                return null;
            }
        }
        return taken == arguments.length ? counts : null;
    }

    private int[] matched(JsonNode[] arguments) {
        var kinds = new StringBuilder();
        for (var argument : arguments) {
            kinds.append(letter(argument));
        }
        var matcher = pattern.matcher(kinds);
        if (!matcher.matches()) {
            var wrong = goodTo(kinds.toString());
            throw Fault.T0410.with(wrong + 1);
        }
        var counts = new int[parameters.size()];
        for (var i = 0; i < counts.length; i++) {
            counts[i] = matcher.end(i + 1) - matcher.start(i + 1);
        }
        return counts;
    }

    /// The first argument that no parameter takes.
    private int goodTo(String kinds) {
        var good = 0;
        var prefix = new StringBuilder();
        for (var parameter : parameters) {
            prefix.append(parameter.pattern());
            var matcher = Pattern.compile(prefix.toString()).matcher(kinds);
            if (!matcher.lookingAt()) {
                return good;
            }
            good = matcher.end();
        }
        return good;
    }

    private static JsonNode fromContext(Parameter parameter, JsonNode context, int index) {
        var value = Sequence.unwrapped(context);
        if (!parameter.takes(letter(value))) {
            throw Fault.T0411.with(index + 1);
        }
        return value;
    }

    private static JsonNode fitted(Parameter parameter, JsonNode argument, int index, int count) {
        if (!parameter.array() || argument.isMissingNode()) {
            return argument;
        }
        var items = parameter.items();
        if (items != null && !items.isEmpty() && !fits(argument, items, count)) {
            throw Fault.T0412.with(index + 1, PLURALS.getOrDefault(items, items));
        }
        return argument instanceof ArrayNode ? argument : JsonNodeFactory.instance.arrayNode(1).add(argument);
    }

    private static boolean fits(JsonNode argument, String items, int count) {
        if (!(argument instanceof ArrayNode array)) {
            return count == 1 && String.valueOf(letter(argument)).equals(items);
        }
        var kind = items.charAt(0);
        for (var i = 0; i < array.size(); i++) {
            if (letter(array.get(i)) != kind) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return Arrays.toString(parameters.toArray());
    }
}
