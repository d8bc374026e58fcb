// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.aws;

import io.fermata.engine.TaskIntegration;
import io.fermata.engine.TaskOutcome;
import io.fermata.engine.TaskOutcome.Answered;
import io.fermata.engine.TaskOutcome.Failed;
import io.fermata.engine.TaskRequest;
import io.fermata.language.TaskResource;
import io.fermata.tenancy.TenantId;
import java.util.Map;
import java.util.Optional;

/// `aws-sdk:<service>:<action>` for the services whose SDK module is on the class path (integrations.md sections 1 and 3).
/// This release brings the one of Lambda; adding another module to the class path adds its operations. Any thread.
public final class AwsSdkIntegration implements TaskIntegration {

    private static final String PREFIX = "aws-sdk:";
    /// The service part of a resource and the name that the SDK gives it, which is also the prefix of its errors.
    private static final Map<String, String> SERVICES = Map.ofEntries(Map.entry("lambda", "Lambda"),
            Map.entry("dynamodb", "DynamoDb"), Map.entry("sqs", "Sqs"), Map.entry("sns", "Sns"),
            Map.entry("eventbridge", "EventBridge"), Map.entry("secretsmanager", "SecretsManager"),
            Map.entry("ssm", "Ssm"), Map.entry("batch", "Batch"), Map.entry("ecs", "Ecs"), Map.entry("glue", "Glue"),
            Map.entry("kms", "Kms"), Map.entry("sts", "Sts"));

    private final AwsCalls calls;

    public AwsSdkIntegration(AwsCalls calls) {
        this.calls = calls;
    }

    @Override
    public boolean handles(TaskResource resource) {
        return resource instanceof TaskResource.Integration integration
                && service(integration).filter(name -> AwsCalls.knows(name, integration.action())).isPresent();
    }

    @Override
    public TaskOutcome call(TaskRequest request) {
        var resource = (TaskResource.Integration) request.resource();
        var service = service(resource).orElseThrow();
        var result = calls.call(new TenantId(request.tenant()), service, resource.action(), request.parameters(),
                request.timeout());
        return switch (result) {
            case AwsCalls.Result.NoAnswer(var sentence) -> new Failed(service + ".SdkClientException", sentence);
            case AwsCalls.Result.Unfit(var sentence) -> new Failed("States.Runtime", sentence);
            case AwsCalls.Result.Refused(var error) ->
                new Failed(service + "." + error.getClass().getSimpleName(), error.getMessage());
            case AwsCalls.Result.Done(var response) -> new Answered(SdkJson.read(response));
        };
    }

    private static Optional<String> service(TaskResource.Integration resource) {
        return resource.service().startsWith(PREFIX)
                ? Optional.ofNullable(SERVICES.get(resource.service().substring(PREFIX.length())))
                : Optional.empty();
    }
}
