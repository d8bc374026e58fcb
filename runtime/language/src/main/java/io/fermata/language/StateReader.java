// SPDX-License-Identifier: Apache-2.0
package io.fermata.language;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Reads one checked state.
final class StateReader {

    private static final long DEFAULT_INTERVAL = 1;
    private static final long DEFAULT_ATTEMPTS = 3;
    private static final double DEFAULT_RATE = 2.0;

    private final String name;
    private final Fields fields;

    private StateReader(String name, Fields fields) {
        this.name = name;
        this.fields = fields;
    }

    static State read(String name, Fields fields) {
        var type = Objects.requireNonNull(StateType.of(fields.text("Type")));
        return new StateReader(name, fields).state(type);
    }

    private State state(StateType type) {
        var comment = fields.textOrNull("Comment");
        var next = fields.textOrNull("Next");
        return switch (type) {
            case PASS -> new State.Pass(name, comment, io("Parameters"), next, fields.valueOrNull("Result"));
            case TASK -> task(comment, next);
            case CHOICE -> new State.Choice(name, comment, io(null), fields.textOrNull("Default"),
                    fields.list("Choices").stream().map(StateReader::rule).toList());
            case WAIT -> new State.Wait(name, comment, io(null), next, until());
            case SUCCEED -> new State.Succeed(name, comment, io(null));
            case FAIL -> new State.Fail(name, comment, io(null), text("Error"), text("Cause"));
            case PARALLEL -> new State.Parallel(name, comment, io("Parameters"), next,
                    fields.list("Branches").stream().map(branch -> DefinitionReader.flow(branch.source())).toList(),
                    retriers(), catchers());
            case MAP -> map(comment, next);
        };
    }

    private State task(@Nullable String comment, @Nullable String next) {
        var resource = Objects.requireNonNull(ResourceTable.find(fields.text("Resource")));
        return new State.Task(name, comment, io("Parameters"), next, resource, fields.literalOrPath("TimeoutSeconds"),
                fields.literalOrPath("HeartbeatSeconds"), fields.template("Credentials"), retriers(), catchers());
    }

    private State map(@Nullable String comment, @Nullable String next) {
        var processor = fields.member(fields.has("ItemProcessor") ? "ItemProcessor" : "Iterator");
        var items = new ItemsPath(fields.has("ItemsPath") ? fields.path("ItemsPath") : JsonPath.ROOT);
        var selector = fields.template(fields.has("ItemSelector") ? "ItemSelector" : "Parameters");
        var concurrency = fields.has("MaxConcurrencyPath")
                ? new WholeNumberPath("MaxConcurrencyPath", fields.path("MaxConcurrencyPath"))
                : fields.literalOrPath("MaxConcurrency");
        return new State.Map(name, comment, io(null), next, DefinitionReader.flow(processor), items, selector,
                concurrency,
                retriers(), catchers());
    }

    /// @param arguments the field that holds the arguments; null when the type has none
    private InputOutput io(@Nullable String arguments) {
        return new InputOutput(QueryLanguage.JSONPATH, fields.pathOrRoot("InputPath"),
                arguments == null ? null : fields.template(arguments), fields.template("ResultSelector"),
                fields.resultPath(), fields.pathOrRoot("OutputPath"), null, fields.assign());
    }

    private @Nullable Expression text(String field) {
        var pathField = field + "Path";
        if (!fields.has(pathField)) {
            return fields.literalOrPath(field);
        }
        var value = fields.text(pathField);
        var expression = value.startsWith("$")
                ? new FieldPath(pathField, JsonPath.parse(value), false)
                : Intrinsic.parse(value);
        return new TextField(pathField, expression);
    }

    private WaitUntil until() {
        if (fields.has("SecondsPath")) {
            return new Waits.SecondsPath(fields.path("SecondsPath"));
        }
        if (fields.has("TimestampPath")) {
            return new Waits.TimestampPath(fields.path("TimestampPath"));
        }
        if (fields.has("Timestamp")) {
            return new Waits.Timestamp(Objects.requireNonNull(Timestamps.parse(fields.text("Timestamp"))));
        }
        return new Waits.Seconds(fields.whole("Seconds", 0));
    }

    private List<Retrier> retriers() {
        return fields.list("Retry").stream().map(StateReader::retrier).toList();
    }

    private List<Catcher> catchers() {
        return fields.list("Catch").stream().map(rule -> new Catcher(rule.errorEquals(), rule.text("Next"),
                rule.resultPath(), null, rule.assign())).toList();
    }

    private static Retrier retrier(Fields rule) {
        var rate = rule.valueOrNull("BackoffRate");
        var greatest = rule.valueOrNull("MaxDelaySeconds");
        return new Retrier(rule.errorEquals(), rule.whole("IntervalSeconds", DEFAULT_INTERVAL),
                rule.whole("MaxAttempts", DEFAULT_ATTEMPTS),
                rate == null ? DEFAULT_RATE : rate.decimalValue().doubleValue(),
                greatest == null ? null : Numbers.whole(greatest), "FULL".equals(rule.textOrNull("JitterStrategy")));
    }

    private static ChoiceRule rule(Fields rule) {
        return new ChoiceRule(condition(rule), rule.text("Next"), null, rule.assign());
    }

    private static Condition condition(Fields rule) {
        if (rule.has("And")) {
            return new Conditions.And(rule.list("And").stream().map(StateReader::condition).toList());
        }
        if (rule.has("Or")) {
            return new Conditions.Or(rule.list("Or").stream().map(StateReader::condition).toList());
        }
        if (rule.has("Not")) {
            return new Conditions.Not(condition(Fields.of(rule.member("Not"))));
        }
        return comparison(rule);
    }

    private static Condition comparison(Fields rule) {
        for (Map.Entry<String, Source> field : rule.source().members().entrySet()) {
            var operator = Operator.of(field.getKey());
            if (operator != null) {
                var path = !operator.field().equals(field.getKey());
                var operand = path ? rule.path(field.getKey()) : new Literal(field.getValue().value());
                return new Comparison(rule.path("Variable"), operator, operand);
            }
        }
        throw new IllegalStateException("no operator at " + rule.source().location() + " though the checks passed");
    }
}
