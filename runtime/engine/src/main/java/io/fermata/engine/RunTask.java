// SPDX-License-Identifier: Apache-2.0
package io.fermata.engine;

import io.fermata.engine.RetryOrCatch.Failure;
import io.fermata.language.EvaluationException;
import io.fermata.language.Expression;
import io.fermata.language.Json;
import io.fermata.language.Scope;
import io.fermata.language.State;
import io.fermata.language.TaskResource;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What a Task state decides: its attempts and their ends.
final class RunTask {

    private final TaskTokens tokens;
    private final RequestRules rules;

    RunTask(TaskTokens tokens, RequestRules rules) {
        this.tokens = tokens;
        this.rules = rules;
    }

    /// Begins an attempt.
    void run(Turn turn, Frame frame, State.Task state) {
        var execution = turn.execution();
        var context = ContextObject.of(execution.facts(), execution, frame);
        if (answeredByToken(state.resource())) {
            // the next event is the attempt's own
            ContextObject.withToken(context, tokens.mint(execution.facts(), turn.nextEvent()));
        }
        var scope = turn.scope(frame, context);
        var parameters = turn.check(Dataflow.effectiveInput(state.io(), scope), state.name());
        var timeout = seconds(state.timeoutSeconds(), scope, "TimeoutSecondsPath");
        var heartbeat = seconds(state.heartbeatSeconds(), scope, "HeartbeatSecondsPath");
        var target = TaskTarget.of(state.resource());
        if (state.resource() instanceof TaskResource.Activity activity && !turn.alone()
                && !rules.isThere(execution.facts().tenant(), activity)) {
            throw new EvaluationException("States.Runtime", "The activity " + activity.arn() + " does not exist.");
        }
        var prepared = rules.apply(state.resource(), parameters);
        turn.record(frame, new HistoryEvent.TaskScheduled(target, prepared, timeout, heartbeat,
                role(state.credentials(), scope)));
        turn.ask(effect(frame, state, execution.limits()));
    }

    /// What has to be asked of the outside for the open attempt.
    static Effect effect(Frame frame, State.Task state, Limits limits) {
        var parameters = Objects.requireNonNull(frame.parameters);
        return switch (state.resource()) {
            case TaskResource.Activity(var arn) ->
                new Effect.OfferActivity(frame.scheduled, arn, parameters, frame.heartbeat);
            case TaskResource.Integration integration when startsExecution(integration) ->
                new Effect.StartChild(frame.scheduled, integration.pattern(), parameters);
            case TaskResource resource -> new Effect.Dispatch(frame.scheduled, state.name(), resource, parameters,
                    frame.dueAt == null ? null : Duration.between(frame.scheduledAt, frame.dueAt), frame.role,
                    limits.payloadBytes());
        };
    }

    /// Whether the state waits for a job of another service, which has to be looked after. An execution that was started
    /// tells by itself that it has ended.
    static boolean isJob(State.Task state) {
        return state.resource() instanceof TaskResource.Integration integration && !startsExecution(integration)
                && switch (integration.pattern()) {
                    case SYNC, SYNC_2 -> true;
                    case REQUEST_RESPONSE, CALLBACK -> false;
                };
    }

    /// Looking after the job of the open attempt.
    static Effect watch(Frame frame, State.Task state) {
        return new Effect.Watch(frame.scheduled, state.name(), state.resource(),
                Objects.requireNonNull(frame.parameters), Objects.requireNonNull(frame.job), frame.role);
    }

    private static boolean startsExecution(TaskResource.Integration integration) {
        return integration.service().equals("states") && integration.action().equals("startExecution");
    }

    private static boolean answeredByToken(TaskResource resource) {
        return switch (resource) {
            case TaskResource.Function _ -> false;
            case TaskResource.Activity _ -> true;
            case TaskResource.Integration integration -> integration.pattern() != TaskResource.Pattern.REQUEST_RESPONSE;
        };
    }

    /// A worker took an activity task.
    static void started(Turn turn, Frame frame, @Nullable String workerName) {
        turn.record(frame, new HistoryEvent.TaskStarted(target(frame), workerName));
        watch(turn, frame);
    }

    /// The call of a job or callback task was answered.
    static void submitted(Turn turn, Frame frame, JsonNode output) {
        begin(turn, frame);
        turn.record(frame, new HistoryEvent.TaskSubmitted(target(frame), output));
        if (isJob(task(frame))) {
            turn.ask(watch(frame, task(frame)));
        }
        watch(turn, frame);
    }

    /// The attempt ended well.
    static void completed(Turn turn, Frame frame, JsonNode output) {
        var state = task(frame);
        if (PayloadSize.tooLarge(output, turn.execution().limits().payloadBytes())) {
            var target = target(frame);
            failed(turn, frame, "States.DataLimitExceeded", PayloadSize
                    .cause(target.kind() == TaskTarget.Kind.TASK ? target.resourceType() : target.resource()));
            return;
        }
        begin(turn, frame);
        turn.record(frame, new HistoryEvent.TaskSucceeded(target(frame), output));
        var leaving = Dataflow.leaving(state.io(), turn.scope(frame), output, state.name());
        Control.leave(turn, frame, leaving, state.next());
    }

    /// The attempt ended with an error.
    static void failed(Turn turn, Frame frame, @Nullable String error, @Nullable String cause) {
        begin(turn, frame);
        turn.record(frame, new HistoryEvent.TaskFailed(target(frame), error, cause));
        RetryOrCatch.decide(turn, frame, Failure.of(error, cause));
    }

    /// The execution that the task started has ended. The `.sync:2` form shows its input and output as JSON, the older one
    /// as text; a bad end is `States.TaskFailed` with the whole description as its cause.
    static void childClosed(Turn turn, Frame frame, ExecutionStatus status, JsonNode description) {
        if (status != ExecutionStatus.SUCCEEDED) {
            var cause = Json.write(description);
            int most = turn.execution().limits().payloadBytes();
            // a description holds those of the executions below, each time as a text inside of a text
            failed(turn, frame, "States.TaskFailed", cause.length() > most ? cause.substring(0, most) : cause);
            return;
        }
        var shown = (ObjectNode) description.deepCopy();
        if (((TaskResource.Integration) task(frame).resource()).pattern() == TaskResource.Pattern.SYNC_2) {
            for (var member : List.of("Input", "Output")) {
                if (shown.path(member).isString()) {
                    shown.set(member, Json.parse(shown.path(member).stringValue()));
                }
            }
        }
        completed(turn, frame, shown);
    }

    /// The attempt took too long.
    static void timedOut(Turn turn, Frame frame, boolean heartbeat) {
        turn.ask(new Effect.Cancel(frame.scheduled));
        begin(turn, frame);
        turn.record(frame, new HistoryEvent.TaskTimedOut(target(frame), "States.Timeout"));
        RetryOrCatch.decide(turn, frame, Failure.timeout(heartbeat));
    }

    /// AWS writes the started event of a call at its beginning; here it is written with the first thing known of it, so that
    /// a call costs one step and not two. An activity that no worker took has none.
    private static void begin(Turn turn, Frame frame) {
        var target = target(frame);
        if (!frame.started && target.kind() != TaskTarget.Kind.ACTIVITY) {
            turn.record(frame, new HistoryEvent.TaskStarted(target, null));
        }
    }

    private static void watch(Turn turn, Frame frame) {
        if (frame.heartbeat != null) {
            turn.execution().heartbeats().watch(frame.scheduled, frame.heartbeat, turn.now());
        }
    }

    private static TaskTarget target(Frame frame) {
        return TaskTarget.of(task(frame).resource());
    }

    private static State.Task task(Frame frame) {
        return (State.Task) frame.state();
    }

    private static @Nullable Long seconds(@Nullable Expression field, Scope scope, String fieldName) {
        if (field == null) {
            return null;
        }
        long seconds = Dataflow.wholeNumber(field, scope, fieldName);
        if (seconds < 1) {
            throw new EvaluationException("States.Runtime",
                    "The " + fieldName + " parameter does not reference a positive value: " + field.text() + " == "
                            + seconds);
        }
        return seconds;
    }

    private static @Nullable String role(@Nullable Expression credentials, Scope scope) {
        if (credentials == null) {
            return null;
        }
        var role = credentials.evaluate(scope).path("RoleArn");
        return role.isString() ? role.stringValue() : null;
    }
}
