// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.aws;

import io.fermata.engine.TaskIntegration;
import io.fermata.engine.TaskOutcome;
import io.fermata.engine.TaskOutcome.Failed;
import io.fermata.engine.TaskRequest;
import io.fermata.language.TaskResource;
import io.fermata.language.TaskResource.Pattern;
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
        return resource instanceof TaskResource.Integration integration && isSupported(integration.pattern())
                && action(integration).isPresent();
    }

    private static boolean isSupported(Pattern pattern) {
        return switch (pattern) {
            case REQUEST_RESPONSE, CALLBACK -> true;
            case SYNC, SYNC_2 -> false;
        };
    }

    @Override
    public JsonNode prepare(TaskResource resource, JsonNode parameters) {
        var integration = (TaskResource.Integration) resource;
        var action = action(integration).orElseThrow();
        return action.form().shown(integration, action.form().check(action).pass(parameters));
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

    private static Optional<OptimizedAction> action(TaskResource.Integration resource) {
        return OptimizedActions.find(resource.service(), resource.action());
    }
}
