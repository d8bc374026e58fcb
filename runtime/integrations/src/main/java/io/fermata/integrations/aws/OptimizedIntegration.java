// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.aws;

import io.fermata.engine.JobState;
import io.fermata.engine.TaskIntegration;
import io.fermata.engine.TaskOutcome;
import io.fermata.engine.TaskOutcome.Answered;
import io.fermata.engine.TaskOutcome.Failed;
import io.fermata.engine.TaskRequest;
import io.fermata.language.TaskResource;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The optimized resources of AWS services, such as `sqs:sendMessage`: the generic call in the shapes, error names and
/// cause texts of Step Functions. Any thread.
public final class OptimizedIntegration implements TaskIntegration {

    private final AwsCalls calls;

    public OptimizedIntegration(AwsCalls calls) {
        this.calls = calls;
    }

    @Override
    public boolean handles(TaskResource resource) {
        return resource instanceof TaskResource.Integration integration && isSupported(integration)
                && action(integration).isPresent();
    }

    private static boolean isSupported(TaskResource.Integration resource) {
        return switch (resource.pattern()) {
            case REQUEST_RESPONSE, CALLBACK -> true;
            case SYNC -> JobKind.find(resource.service(), resource.action()).isPresent();
            case SYNC_2 -> false;
        };
    }

    @Override
    public JsonNode prepare(TaskResource resource, JsonNode parameters) {
        var integration = (TaskResource.Integration) resource;
        var action = action(integration).orElseThrow();
        return action.form().shown(integration, action.form().check(action).pass(parameters));
    }

    /// The result of a job is what the operation that asks for it answers.
    @Override
    public Optional<String> unlike(TaskResource resource, JsonNode result, boolean complete) {
        var integration = (TaskResource.Integration) resource;
        var action = action(integration).orElseThrow();
        var operation = integration.pattern() == TaskResource.Pattern.SYNC
                ? JobKind.find(integration.service(), integration.action()).orElseThrow().ask()
                : action.operation();
        var found = SdkOperation.find(action.dialect().service(), operation).orElseThrow();
        return AnswerCheck.problem(found, result, complete && action.form().answersAsItIs(), found.bodyMember());
    }

    @Override
    public TaskOutcome call(TaskRequest request) {
        var action = action((TaskResource.Integration) request.resource()).orElseThrow();
        var dialect = action.dialect();
        if (action.form() instanceof SendMessage) {
            var unreachable = SendMessage.unreachable(dialect, request);
            if (unreachable.isPresent()) {
                return unreachable.get();
            }
        }
        var members = action.form().request(request, (ObjectNode) request.parameters());
        return switch (calls.call(request, dialect.service(), action.operation(), members)) {
            case AwsCalls.Result.NoAnswer(var sentence) -> dialect.noAnswer(sentence);
            case AwsCalls.Result.NotAssumed(var failure) -> failure;
            case AwsCalls.Result.Unfit(var sentence) -> new Failed("States.Runtime", sentence);
            case AwsCalls.Result.Refused(var error) -> dialect.failure(error);
            case AwsCalls.Result.Done done -> {
                var answer = done.read(dialect.style());
                if (action.form().withMetadata()) {
                    SdkMetadata.add(answer, done.response());
                }
                yield action.form().outcome(request, answer);
            }
        };
    }

    @Override
    public JobState look(TaskRequest request, JsonNode started) {
        var resource = (TaskResource.Integration) request.resource();
        var dialect = action(resource).orElseThrow().dialect();
        var kind = JobKind.find(resource.service(), resource.action()).orElseThrow();
        var members = Template.fill(kind.with(), request.parameters(), started);
        return switch (calls.call(request, dialect.service(), kind.ask(), members)) {
            case AwsCalls.Result.NoAnswer(var sentence) -> new JobState.Unknown(dialect.noAnswer(sentence));
            case AwsCalls.Result.NotAssumed(var failure) -> new JobState.Unknown(failure);
            case AwsCalls.Result.Unfit(var sentence) -> new JobState.Unknown(new Failed("States.Runtime", sentence));
            case AwsCalls.Result.Refused(var error) -> kind.goneIsGood()
                    && error.getClass().getSimpleName().equals("ResourceNotFoundException")
                            ? new JobState.Ended(new Answered(started))
                            : new JobState.Unknown(dialect.failure(error));
            case AwsCalls.Result.Done done -> kind.state(done.read(dialect.style()), started);
        };
    }

    @Override
    public void stop(TaskRequest request, JsonNode started) {
        var resource = (TaskResource.Integration) request.resource();
        var kind = JobKind.find(resource.service(), resource.action()).orElseThrow();
        if (!kind.stop().isEmpty()) {
            calls.call(request, action(resource).orElseThrow().dialect().service(), kind.stop(),
                    Template.fill(kind.stopWith(), request.parameters(), started));
        }
    }

    private static Optional<OptimizedAction> action(TaskResource.Integration resource) {
        return OptimizedActions.find(resource.service(), resource.action());
    }
}
