// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.aws;

import io.fermata.engine.TaskIntegration;
import io.fermata.engine.TaskOutcome;
import io.fermata.engine.TaskOutcome.Answered;
import io.fermata.engine.TaskOutcome.Failed;
import io.fermata.engine.TaskRequest;
import io.fermata.language.TaskResource;
import io.fermata.language.TaskResource.Pattern;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// `aws-sdk:<service>:<action>` for the services whose SDK module is on the class path (integrations.md sections 1 and 3).
/// Adding another module to the class path adds its operations. Any thread.
public final class AwsSdkIntegration implements TaskIntegration {

    private static final String PREFIX = "aws-sdk:";
    /// S3 shows an object's checksums only when asked; not every server that speaks its protocol knows that.
    private static final Set<String> READS_OF_OBJECTS = Set.of("getObject", "headObject");

    private final AwsCalls calls;

    public AwsSdkIntegration(AwsCalls calls) {
        this.calls = calls;
    }

    @Override
    public boolean handles(TaskResource resource) {
        return resource instanceof TaskResource.Integration integration
                && (integration.pattern() == Pattern.REQUEST_RESPONSE || integration.pattern() == Pattern.CALLBACK)
                && service(integration).flatMap(name -> SdkOperation.find(name, integration.action())).isPresent();
    }

    @Override
    public JsonNode prepare(TaskResource resource, JsonNode parameters) {
        var integration = (TaskResource.Integration) resource;
        return RequestCheck.of(service(integration).orElseThrow(), integration.action(), List.of()).pass(parameters);
    }

    @Override
    public Optional<String> unlike(TaskResource resource, JsonNode result, boolean complete) {
        var integration = (TaskResource.Integration) resource;
        var operation = SdkOperation.find(service(integration).orElseThrow(), integration.action()).orElseThrow();
        return AnswerCheck.problem(operation, result, complete, operation.bodyMember());
    }

    @Override
    public TaskOutcome call(TaskRequest request) {
        var resource = (TaskResource.Integration) request.resource();
        var service = service(resource).orElseThrow();
        return switch (calls.call(request, service, resource.action(), request.parameters())) {
            case AwsCalls.Result.NoAnswer(var sentence) -> new Failed(service + ".SdkClientException", sentence);
            case AwsCalls.Result.NotAssumed(var failure) -> failure;
            case AwsCalls.Result.Unfit(var sentence) -> new Failed("States.Runtime", sentence);
            case AwsCalls.Result.Refused(var error) ->
                new Failed(service + "." + error.getClass().getSimpleName(), error.getMessage());
            case AwsCalls.Result.Done done -> {
                var answer = done.read(SdkAnswer.Style.SDK);
                if (service.equals("S3") && !request.parameters().has("ChecksumMode")
                        && READS_OF_OBJECTS.contains(resource.action())) {
                    answer.remove(answer.propertyNames().stream().filter(name -> name.startsWith("Checksum")).toList());
                }
                yield new Answered(answer);
            }
        };
    }

    private static Optional<String> service(TaskResource.Integration resource) {
        return resource.service().startsWith(PREFIX)
                ? SdkServices.name(resource.service().substring(PREFIX.length()))
                : Optional.empty();
    }
}
