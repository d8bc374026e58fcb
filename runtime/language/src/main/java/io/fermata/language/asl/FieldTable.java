// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.asl;

import static io.fermata.language.QueryLanguage.JSONATA;
import static io.fermata.language.QueryLanguage.JSONPATH;

import io.fermata.language.StateType;
import io.fermata.language.asl.Field.Kind;
import io.fermata.language.asl.Field.Sees;
import io.fermata.language.jsonpath.Operator;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Every field of the language, one line each (validation.md sections 4 and 7). A field that is not here is refused.
final class FieldTable {

    private static final long SECONDS = 99_999_999;
    private static final long MAX_DELAY = 31_622_400;
    private static final long MAX_ITEMS = 100_000_000;
    private static final long MAX_BATCH_BYTES = 262_144;

    static final Map<String, Field> MACHINE = table(
            // AWS names the missing ones in this order.
            Field.of("States", Kind.OBJECT).needed(), Field.of("StartAt", Kind.STRING).needed(),
            Field.of("Comment", Kind.STRING), Field.oneOf("Version", "1.0"),
            Field.number("TimeoutSeconds", Kind.INTEGER, 0, SECONDS),
            Field.oneOf("QueryLanguage", "JSONPath", "JSONata"));

    static final Map<String, Field> BRANCH = table(Field.of("States", Kind.OBJECT).needed(),
            Field.of("StartAt", Kind.STRING).needed(), Field.of("Comment", Kind.STRING));

    static final Map<String, Field> PROCESSOR = table(Field.of("States", Kind.OBJECT).needed(),
            Field.of("StartAt", Kind.STRING).needed(), Field.of("Comment", Kind.STRING),
            Field.of("ProcessorConfig", Kind.OBJECT));

    static final Map<String, Field> PROCESSOR_CONFIG = table(Field.oneOf("Mode", "INLINE", "DISTRIBUTED"),
            Field.oneOf("ExecutionType", "STANDARD", "EXPRESS"));

    static final Map<String, Field> RETRIER = table(Field.of("ErrorEquals", Kind.NON_EMPTY_ARRAY).needed(),
            Field.number("IntervalSeconds", Kind.INTEGER, 0, SECONDS),
            Field.number("MaxAttempts", Kind.INTEGER, 0, SECONDS),
            Field.number("BackoffRate", Kind.NUMBER, 1, Long.MAX_VALUE),
            Field.number("MaxDelaySeconds", Kind.INTEGER, 1, MAX_DELAY), Field.oneOf("JitterStrategy", "NONE", "FULL"),
            Field.of("Comment", Kind.STRING));

    static final Map<String, Field> CATCHER = table(Field.of("ErrorEquals", Kind.NON_EMPTY_ARRAY).needed(),
            Field.of("Next", Kind.STRING).needed(), Field.of("ResultPath", Kind.RESULT_PATH).only(JSONPATH),
            Field.of("Output", Kind.QUERY).only(JSONATA).query(Sees.ERROR_OUTPUT),
            Field.of("Assign", Kind.ASSIGN).query(Sees.ERROR_OUTPUT), Field.of("Comment", Kind.STRING));

    /// A rule inside `And`, `Or` or `Not`.
    static final Map<String, Field> CONDITION = conditions();

    /// A rule of a Choice state.
    static final Map<String, Field> CHOICE_RULE = with(CONDITION, Field.of("Next", Kind.STRING).needed(),
            Field.of("Output", Kind.QUERY).only(JSONATA).query(), Field.of("Assign", Kind.ASSIGN).query());

    static final Map<String, Field> ITEM_READER = table(Field.of("Resource", Kind.STRING).needed(),
            Field.of("Parameters", Kind.TEMPLATE).only(JSONPATH),
            Field.of("Arguments", Kind.QUERY).only(JSONATA).query(), Field.of("ReaderConfig", Kind.OBJECT));

    static final Map<String, Field> READER_CONFIG = table(
            Field.oneOf("InputType", "CSV", "JSON", "JSONL", "PARQUET", "MANIFEST"),
            Field.oneOf("Transformation", "NONE", "LOAD_AND_FLATTEN"),
            Field.oneOf("ManifestType", "ATHENA_DATA", "S3_INVENTORY"),
            Field.oneOf("CSVDelimiter", "COMMA", "PIPE", "SEMICOLON", "SPACE", "TAB"),
            Field.oneOf("CSVHeaderLocation", "FIRST_ROW", "GIVEN"), Field.of("CSVHeaders", Kind.ARRAY),
            Field.of("ItemsPointer", Kind.STRING), Field.number("MaxItems", Kind.INTEGER, 0, MAX_ITEMS).query(),
            path("MaxItemsPath"));

    static final Map<String, Field> ITEM_BATCHER = table(
            Field.number("MaxItemsPerBatch", Kind.INTEGER, 1, MAX_ITEMS).query(), path("MaxItemsPerBatchPath"),
            Field.number("MaxInputBytesPerBatch", Kind.INTEGER, 1, MAX_BATCH_BYTES).query(),
            path("MaxInputBytesPerBatchPath"), Field.of("BatchInput", Kind.TEMPLATE).query());

    static final Map<String, Field> RESULT_WRITER = table(Field.of("Resource", Kind.STRING),
            Field.of("Parameters", Kind.TEMPLATE).only(JSONPATH),
            Field.of("Arguments", Kind.QUERY).only(JSONATA).query(), Field.of("WriterConfig", Kind.OBJECT));

    static final Map<String, Field> WRITER_CONFIG = table(
            Field.oneOf("Transformation", "NONE", "COMPACT", "FLATTEN"), Field.oneOf("OutputType", "JSON", "JSONL"));

    private static final Map<StateType, Map<String, Field>> STATES = states();

    private FieldTable() {}

    static Map<String, Field> of(StateType type) {
        return Objects.requireNonNull(STATES.get(type));
    }

    private static Map<StateType, Map<String, Field>> states() {
        var states = new EnumMap<StateType, Map<String, Field>>(StateType.class);
        states.put(StateType.PASS, state(paths(), output(Sees.NOTHING_MORE),
                List.of(Field.of("Result", Kind.ANY).only(JSONPATH),
                        Field.of("ResultPath", Kind.RESULT_PATH).only(JSONPATH),
                        Field.of("Parameters", Kind.TEMPLATE).only(JSONPATH)),
                assign(Sees.NOTHING_MORE), transition()));
        states.put(StateType.TASK, state(paths(), output(Sees.RESULT), result(), List.of(
                Field.of("Resource", Kind.STRING).needed(), Field.of("Arguments", Kind.QUERY).only(JSONATA).query(),
                Field.of("Credentials", Kind.TEMPLATE).query(),
                Field.number("TimeoutSeconds", Kind.INTEGER, 1, SECONDS).query(), path("TimeoutSecondsPath"),
                Field.number("HeartbeatSeconds", Kind.INTEGER, 1, SECONDS).query(), path("HeartbeatSecondsPath")),
                assign(Sees.RESULT), transition()));
        states.put(StateType.WAIT, state(paths(), output(Sees.NOTHING_MORE), List.of(
                Field.number("Seconds", Kind.INTEGER, 0, SECONDS).query(), path("SecondsPath"),
                Field.of("Timestamp", Kind.TIMESTAMP).query(), path("TimestampPath")), assign(Sees.NOTHING_MORE),
                transition()));
        states.put(StateType.PARALLEL, state(paths(), output(Sees.RESULT), result(),
                List.of(Field.of("Branches", Kind.NON_EMPTY_ARRAY).needed(),
                        Field.of("Arguments", Kind.QUERY).only(JSONATA).query()),
                assign(Sees.RESULT), transition()));
        states.put(StateType.MAP,
                state(paths(), output(Sees.RESULT), result(), map(), assign(Sees.RESULT), transition()));
        states.put(StateType.CHOICE, state(paths(), output(Sees.NOTHING_MORE),
                List.of(Field.of("Choices", Kind.NON_EMPTY_ARRAY).needed(), Field.of("Default", Kind.STRING)),
                assign(Sees.NOTHING_MORE)));
        states.put(StateType.SUCCEED, state(paths(), output(Sees.NOTHING_MORE)));
        states.put(StateType.FAIL, state(List.of(Field.of("Error", Kind.STRING).query(),
                Field.of("Cause", Kind.STRING).query(), Field.of("ErrorPath", Kind.PATH_OR_CALL).only(JSONPATH),
                Field.of("CausePath", Kind.PATH_OR_CALL).only(JSONPATH))));
        return states;
    }

    private static List<Field> map() {
        return List.of(Field.of("ItemProcessor", Kind.OBJECT), Field.of("Iterator", Kind.OBJECT), path("ItemsPath"),
                Field.of("Items", Kind.QUERY).only(JSONATA).query(), Field.of("ItemSelector", Kind.TEMPLATE).query(),
                Field.of("ItemReader", Kind.OBJECT), Field.of("ItemBatcher", Kind.OBJECT),
                Field.of("ResultWriter", Kind.OBJECT),
                Field.number("MaxConcurrency", Kind.INTEGER, 0, Long.MAX_VALUE).query(), path("MaxConcurrencyPath"),
                Field.number("ToleratedFailurePercentage", Kind.NUMBER, 0, 100).query(),
                path("ToleratedFailurePercentagePath"),
                Field.number("ToleratedFailureCount", Kind.INTEGER, 0, Long.MAX_VALUE).query(),
                path("ToleratedFailureCountPath"), Field.of("Label", Kind.STRING));
    }

    private static List<Field> paths() {
        return List.of(Field.of("InputPath", Kind.PATH).only(JSONPATH),
                Field.of("OutputPath", Kind.PATH).only(JSONPATH));
    }

    private static List<Field> output(Sees sees) {
        return List.of(Field.of("Output", Kind.QUERY).only(JSONATA).query(sees));
    }

    private static List<Field> assign(Sees sees) {
        return List.of(Field.of("Assign", Kind.ASSIGN).query(sees));
    }

    private static List<Field> transition() {
        return List.of(Field.of("Next", Kind.STRING), Field.of("End", Kind.TRUE));
    }

    private static List<Field> result() {
        return List.of(Field.of("Parameters", Kind.TEMPLATE).only(JSONPATH),
                Field.of("ResultSelector", Kind.TEMPLATE).only(JSONPATH),
                Field.of("ResultPath", Kind.RESULT_PATH).only(JSONPATH), Field.of("Retry", Kind.ARRAY),
                Field.of("Catch", Kind.ARRAY));
    }

    private static Field path(String name) {
        return Field.of(name, Kind.REFERENCE_PATH).only(JSONPATH);
    }

    private static Map<String, Field> conditions() {
        var fields = new ArrayList<Field>();
        fields.add(Field.of("And", Kind.NON_EMPTY_ARRAY).only(JSONPATH));
        fields.add(Field.of("Or", Kind.NON_EMPTY_ARRAY).only(JSONPATH));
        fields.add(Field.of("Not", Kind.OBJECT).only(JSONPATH));
        fields.add(path("Variable"));
        fields.add(Field.of("Condition", Kind.QUERY).only(JSONATA).query());
        fields.add(Field.of("Comment", Kind.STRING));
        for (var operator : Operator.ALL.values()) {
            var kind = switch (operator) {
                case Operator.Compare(var _, var operand, var _, var _) -> switch (operand) {
                    case STRING, PATTERN -> Kind.STRING;
                    case NUMBER -> Kind.NUMBER;
                    case BOOLEAN -> Kind.BOOLEAN;
                    case TIMESTAMP -> Kind.TIMESTAMP;
                };
                case Operator.Matches _ -> Kind.STRING;
                case Operator.Is _ -> Kind.BOOLEAN;
            };
            fields.add(Field.number(operator.field(), kind, Long.MIN_VALUE, Long.MAX_VALUE).only(JSONPATH));
            if (operator instanceof Operator.Compare) {
                fields.add(path(operator.field() + "Path"));
            }
        }
        return table(fields.toArray(Field[]::new));
    }

    @SafeVarargs
    private static Map<String, Field> state(List<Field>... groups) {
        var fields = new ArrayList<Field>();
        fields.add(Field.of("Type", Kind.ANY));
        fields.add(Field.of("Comment", Kind.STRING));
        fields.add(Field.oneOf("QueryLanguage", "JSONPath", "JSONata"));
        for (var group : groups) {
            fields.addAll(group);
        }
        return table(fields.toArray(Field[]::new));
    }

    private static Map<String, Field> with(Map<String, Field> table, Field... more) {
        var fields = new ArrayList<>(table.values());
        fields.addAll(List.of(more));
        return table(fields.toArray(Field[]::new));
    }

    private static Map<String, Field> table(Field... fields) {
        var table = new LinkedHashMap<String, Field>();
        for (var field : fields) {
            table.put(field.name(), field);
        }
        return Collections.unmodifiableMap(table);
    }
}
