// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.asl;

import io.fermata.language.Catcher;
import io.fermata.language.ChoiceRule;
import io.fermata.language.Numbers;
import io.fermata.language.QueryLanguage;
import io.fermata.language.Retrier;
import io.fermata.language.State;
import io.fermata.language.StateType;
import io.fermata.language.Tolerance;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Reads one checked state: its structure here, its expressions by [ExpressionReader].
final class StateReader {

    private static final long DEFAULT_INTERVAL = 1;
    private static final long DEFAULT_ATTEMPTS = 3;
    private static final double DEFAULT_RATE = 2.0;

    private final String name;
    private final Fields fields;
    private final QueryLanguage machine;
    private final ExpressionReader expressions;

    private StateReader(String name, Fields fields, QueryLanguage machine) {
        this.name = name;
        this.fields = fields;
        this.machine = machine;
        this.expressions = ExpressionReader.of(StateRules.language(fields.source(), machine), fields.source());
    }

    static State read(String name, Fields fields, QueryLanguage machine) {
        var type = Objects.requireNonNull(StateType.of(fields.text("Type")));
        return new StateReader(name, fields, machine).state(type);
    }

    private State state(StateType type) {
        var comment = fields.textOrNull("Comment");
        var next = fields.textOrNull("Next");
        return switch (type) {
            case PASS -> new State.Pass(name, comment, expressions.io(fields, true), next,
                    fields.valueOrNull("Result"));
            case TASK -> task(comment, next);
            case CHOICE -> new State.Choice(name, comment, expressions.io(fields, false),
                    fields.textOrNull("Default"), fields.list("Choices").stream().map(this::rule).toList());
            case WAIT -> new State.Wait(name, comment, expressions.io(fields, false), next, expressions.until(fields));
            case SUCCEED -> new State.Succeed(name, comment, expressions.io(fields, false));
            case FAIL -> new State.Fail(name, comment, expressions.io(fields, false),
                    expressions.text(fields, "Error"), expressions.text(fields, "Cause"));
            case PARALLEL -> new State.Parallel(name, comment, expressions.io(fields, true), next,
                    fields.list("Branches").stream().map(branch -> DefinitionReader.flow(branch.source(), machine))
                            .toList(),
                    retriers(), catchers());
            case MAP -> map(comment, next);
        };
    }

    private State task(@Nullable String comment, @Nullable String next) {
        var resource = Objects.requireNonNull(ResourceTable.find(fields.text("Resource")));
        return new State.Task(name, comment, expressions.io(fields, true), next, resource,
                expressions.seconds(fields, "TimeoutSeconds"), expressions.seconds(fields, "HeartbeatSeconds"),
                expressions.template(fields, "Credentials"), retriers(), catchers());
    }

    private State map(@Nullable String comment, @Nullable String next) {
        var processor = fields.member(fields.has("ItemProcessor") ? "ItemProcessor" : "Iterator");
        var selector = expressions.template(fields, fields.has("ItemSelector") ? "ItemSelector" : "Parameters");
        var tolerance = new Tolerance(expressions.count(fields, "ToleratedFailureCount"),
                expressions.percentage(fields, "ToleratedFailurePercentage"));
        return new State.Map(name, comment, expressions.io(fields, false), next,
                DefinitionReader.flow(processor, machine), expressions.items(fields), selector,
                expressions.count(fields, "MaxConcurrency"), tolerance,
                DistributionReader.read(fields, Fields.of(processor), expressions), retriers(), catchers());
    }

    private List<Retrier> retriers() {
        return fields.list("Retry").stream().map(StateReader::retrier).toList();
    }

    private List<Catcher> catchers() {
        return fields.list("Catch").stream().map(rule -> new Catcher(rule.errorEquals(), rule.text("Next"),
                expressions.resultPath(rule), expressions.output(rule), expressions.assign(rule))).toList();
    }

    private static Retrier retrier(Fields rule) {
        var rate = rule.valueOrNull("BackoffRate");
        var greatest = rule.valueOrNull("MaxDelaySeconds");
        return new Retrier(rule.errorEquals(), rule.whole("IntervalSeconds", DEFAULT_INTERVAL),
                rule.whole("MaxAttempts", DEFAULT_ATTEMPTS),
                rate == null ? DEFAULT_RATE : rate.decimalValue().doubleValue(),
                greatest == null ? null : Numbers.whole(greatest), "FULL".equals(rule.textOrNull("JitterStrategy")));
    }

    private ChoiceRule rule(Fields rule) {
        return new ChoiceRule(expressions.condition(rule), rule.text("Next"), expressions.output(rule),
                expressions.assign(rule));
    }
}
