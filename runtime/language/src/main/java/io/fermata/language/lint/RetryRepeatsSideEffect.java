// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.lint;

import io.fermata.language.StateType;
import io.fermata.language.asl.SourceFlow;
import io.fermata.language.asl.SourceState;
import io.fermata.language.text.Source;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Finds retries of all errors on calls that are known to do something again. A short list: of most calls a text does not
/// tell whether they can be repeated.
final class RetryRepeatsSideEffect {

    private static final Set<String> ANY_ERROR = Set.of("States.ALL", "States.TaskFailed", "States.Timeout");
    private static final Pattern CALCULATES = Pattern.compile("(?i)\\bADD\\s|list_append|[+-]\\s*:|:\\w+\\s*[+-]");

    private RetryRepeatsSideEffect() {}

    static void check(SourceFlow machine, Report report) {
        Facts.states(machine, StateType.TASK).forEach(state -> {
            var effect = effect(state);
            if (effect != null) {
                Facts.items(state.source(), "Retry").stream().filter(RetryRepeatsSideEffect::takesAnyError)
                        .forEach(retrier -> report.add(LintRule.RETRY_REPEATS_SIDE_EFFECT, retrier, effect.reason(),
                                effect.fix()));
            }
        });
    }

    private record Effect(String reason, String fix) {}

    private static boolean takesAnyError(Source retrier) {
        var attempts = retrier.member("MaxAttempts");
        var never = attempts != null && attempts.value().isNumber() && attempts.value().decimalValue().signum() == 0;
        return !never && Facts.texts(retrier, "ErrorEquals").stream().anyMatch(ANY_ERROR::contains);
    }

    private static @Nullable Effect effect(SourceState task) {
        var arguments = Facts.arguments(task);
        if (arguments == null) {
            return null;
        }
        return switch (Facts.integration(task)) {
            case "http:invoke" -> http(arguments);
            case "dynamodb:updateItem", "aws-sdk:dynamodb:updateItem" -> update(arguments);
            case "states:startExecution", "aws-sdk:sfn:startExecution" -> has(arguments, "Name")
                    ? null
                    : new Effect("A start whose answer is lost is made again: two executions run",
                            "Give the execution a Name made of the input, so that it starts once");
            case "ecs:runTask", "aws-sdk:ecs:runTask" -> has(arguments, "ClientToken")
                    ? null
                    : new Effect("A start whose answer is lost is made again: two tasks run",
                            "Give the call a ClientToken made of the input, so that the task starts once");
            case String _ -> null;
        };
    }

    private static @Nullable Effect http(Source arguments) {
        var method = arguments.text("Method");
        var headers = arguments.member("Headers");
        var keyed = headers != null && headers.members().keySet().stream()
                .anyMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("idempotency-key"));
        return !keyed && ("POST".equals(method) || "PATCH".equals(method))
                ? new Effect("A " + method + " that was done although its answer is lost is done again: each retry"
                        + " has another Idempotency-Key",
                        "Set the header Idempotency-Key to a value made of the input, or retry only errors that"
                                + " come before the effect")
                : null;
    }

    private static @Nullable Effect update(Source arguments) {
        var expression = arguments.text("UpdateExpression");
        return expression != null && !expression.startsWith("{%") && !has(arguments, "ConditionExpression")
                && CALCULATES.matcher(expression).find()
                        ? new Effect("An update that was done although its answer is lost is done again: the item"
                                + " counts twice", "Add a ConditionExpression that holds only once")
                        : null;
    }

    private static boolean has(Source object, String name) {
        return object.has(name) || object.has(name + ".$");
    }
}
