// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.asl;

import io.fermata.language.StateType;
import io.fermata.language.jsonata.Bounds;
import io.fermata.language.jsonpath.IntrinsicFunction;
import io.fermata.language.jsonpath.Operator;
import io.fermata.language.lint.LintRule;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The tables of the page Language, made of the tables in the code.
final class ReferenceTables {

    /// The tables by the name in their marker.
    static final Map<String, Supplier<String>> ALL = all();

    private ReferenceTables() {}

    private static Map<String, Supplier<String>> all() {
        var tables = new LinkedHashMap<String, Supplier<String>>();
        tables.put("machine fields", () -> fields(FieldTable.MACHINE));
        tables.put("state fields", ReferenceTables::states);
        tables.put("flow fields", () -> "A branch of a Parallel:\n\n" + fields(FieldTable.BRANCH)
                + "\nThe processor of a Map:\n\n" + fields(FieldTable.PROCESSOR) + "\nIts `ProcessorConfig`:\n\n"
                + fields(FieldTable.PROCESSOR_CONFIG));
        tables.put("distributed fields", () -> "`ItemReader`:\n\n" + fields(FieldTable.ITEM_READER)
                + "\nIts `ReaderConfig`:\n\n" + fields(FieldTable.READER_CONFIG) + "\n`ItemBatcher`:\n\n"
                + fields(FieldTable.ITEM_BATCHER) + "\n`ResultWriter`:\n\n" + fields(FieldTable.RESULT_WRITER)
                + "\nIts `WriterConfig`:\n\n" + fields(FieldTable.WRITER_CONFIG));
        tables.put("rule fields", ReferenceTables::rules);
        tables.put("error fields", () -> "A retrier:\n\n" + fields(FieldTable.RETRIER) + "\nA catcher:\n\n"
                + fields(FieldTable.CATCHER));
        tables.put("functions", ReferenceTables::functions);
        tables.put("bounds", ReferenceTables::bounds);
        tables.put("codes", ReferenceTables::codes);
        tables.put("lint", ReferenceTables::lint);
        return tables;
    }

    private static String states() {
        var common = Stream.of(StateType.values()).map(FieldTable::of).map(Map::keySet)
                .reduce((one, two) -> one.stream().filter(two::contains).collect(Collectors.toSet())).orElseThrow();
        var text = new StringBuilder("Every state:\n\n").append(table(FieldTable.of(StateType.PASS).values().stream()
                .filter(field -> common.contains(field.name())).toList()));
        for (var type : StateType.values()) {
            text.append("\n").append(type).append(":\n\n").append(table(FieldTable.of(type).values().stream()
                    .filter(field -> !common.contains(field.name())).toList()));
        }
        return text.toString();
    }

    private static String fields(Map<String, Field> fields) {
        return table(List.copyOf(fields.values()));
    }

    private static String table(List<Field> fields) {
        return "| field | takes | query language |\n|---|---|---|\n"
                + fields.stream().map(FieldEntry::of).map(ReferenceTables::row).collect(Collectors.joining());
    }

    private static String row(FieldEntry field) {
        return "| `" + field.name() + "` | " + holds(field) + range(field) + (field.required() ? "; needed" : "")
                + " | " + (field.only() == null ? "both" : field.only().text())
                + " |\n";
    }

    private static String holds(FieldEntry field) {
        if (field.name().equals("Type")) {
            return "the name of the type; needed";
        }
        return field.values().isEmpty()
                ? field.holds()
                : field.holds() + " " + field.values().stream().map(value -> "`" + value + "`")
                        .collect(Collectors.joining(", "));
    }

    private static String range(FieldEntry field) {
        if (field.least() == null) {
            return "";
        }
        return field.greatest() == null
                ? ", at least " + number(field.least())
                : ", " + number(field.least()) + " to " + number(field.greatest());
    }

    private static String rules() {
        var operators = FieldTable.CONDITION.values().stream()
                .filter(field -> Operator.of(field.name()) != null).toList();
        return table(FieldTable.CHOICE_RULE.values().stream().filter(field -> !operators.contains(field)).toList())
                + "\nOperators, one beside a `Variable`: " + operators.stream().map(field -> "`" + field.name() + "`")
                        .collect(Collectors.joining(", "))
                + ".\n";
    }

    private static String functions() {
        return "| function | arguments | what it does |\n|---|---|---|\n" + Arrays.stream(IntrinsicFunction.values())
                .map(function -> "| `" + function.text() + "` | " + arguments(function) + " | " + function.summary()
                        + " |\n")
                .collect(Collectors.joining());
    }

    private static String arguments(IntrinsicFunction function) {
        if (function.most() == Integer.MAX_VALUE) {
            return function.fewest() == 0 ? "any number" : function.fewest() + " or more";
        }
        return function.fewest() == function.most()
                ? String.valueOf(function.most())
                : function.fewest() + " to " + function.most();
    }

    private static String bounds() {
        var bounds = Bounds.DEFAULT;
        return "| bound | at most |\n|---|---|\n| steps | " + number(bounds.steps()) + " |\n| time | "
                + bounds.time().toMillis() + " ms |\n| calls inside each other | " + number(bounds.depth())
                + " |\n| length of a text | " + number(bounds.stringLength())
                + " characters |\n| length of an array or sequence | " + number(bounds.sequenceLength())
                + " |\n| size of all values | " + number(bounds.bytes()) + " bytes |\n";
    }

    private static String codes() {
        return "| code | refuses | says |\n|---|---|---|\n" + Arrays.stream(FindingCode.values())
                .map(code -> "| `" + code + "` | " + (code.refuses() ? "yes" : "no, a warning") + " | " + code.meaning()
                        + " |\n")
                .collect(Collectors.joining());
    }

    private static String lint() {
        return "| code | finds | what to do |\n|---|---|---|\n" + Arrays.stream(LintRule.values())
                .map(rule -> "| `" + rule + "` | " + rule.summary() + " | " + rule.fix() + " |\n")
                .collect(Collectors.joining());
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
