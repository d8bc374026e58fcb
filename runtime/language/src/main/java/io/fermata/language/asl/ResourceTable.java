// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.asl;

import io.fermata.language.TaskResource.Pattern;
import io.fermata.language.TaskResource;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/// The resources that a Task can name: which services, which actions, and how their results may arrive
/// (integrations.md sections 1.1 and 1.2).
final class ResourceTable {

    private static final java.util.regex.Pattern ARN = java.util.regex.Pattern.compile("arn:[^\\s]+");
    private static final java.util.regex.Pattern FUNCTION = java.util.regex.Pattern
            .compile("arn:aws[a-z-]*:lambda:[^:\\s]*:[^:\\s]*:function:[^:\\s]+(:[^:\\s]+)?");
    private static final java.util.regex.Pattern ACTIVITY = java.util.regex.Pattern
            .compile("arn:aws[a-z-]*:states:[^:\\s]+:[^:\\s]+:activity:[^:\\s]+");
    private static final java.util.regex.Pattern SERVICE = java.util.regex.Pattern
            .compile("arn:aws[a-z-]*:states:([a-z]{2}(?:-[a-z]+)+-\\d)?:(?:\\d{12})?:"
                    + "(aws-sdk:[a-z0-9-]+|[a-z-]+):([a-z][A-Za-z0-9]*)(\\.sync:2|\\.sync|\\.waitForTaskToken)?");

    private static final Map<String, Set<Pattern>> ACTIONS = actions();

    private ResourceTable() {}

    /// Whether the text has the form of an ARN at all.
    static boolean isArn(String text) {
        return ARN.matcher(text).matches();
    }

    /// The resource of that ARN; null when no service, action or pattern of that name is known.
    static @Nullable TaskResource find(String arn) {
        if (FUNCTION.matcher(arn).matches()) {
            return new TaskResource.Function(arn);
        }
        if (ACTIVITY.matcher(arn).matches()) {
            return new TaskResource.Activity(arn);
        }
        var service = SERVICE.matcher(arn);
        return service.matches() ? integration(arn, service) : null;
    }

    private static TaskResource.@Nullable Integration integration(String arn, Matcher parts) {
        var service = parts.group(2);
        var action = parts.group(3);
        var pattern = pattern(parts.group(4));
        var allowed = service.startsWith("aws-sdk:")
                ? EnumSet.of(Pattern.REQUEST_RESPONSE, Pattern.CALLBACK)
                : ACTIONS.getOrDefault(service + ":" + action, Set.of());
        return allowed.contains(pattern) ? new TaskResource.Integration(arn, service, action, pattern) : null;
    }

    private static Pattern pattern(@Nullable String suffix) {
        for (var pattern : Pattern.values()) {
            if (pattern.suffix().equals(suffix)) {
                return pattern;
            }
        }
        return Pattern.REQUEST_RESPONSE;
    }

    private static Map<String, Set<Pattern>> actions() {
        var plain = EnumSet.of(Pattern.REQUEST_RESPONSE);
        var job = EnumSet.of(Pattern.REQUEST_RESPONSE, Pattern.SYNC);
        var callback = EnumSet.of(Pattern.REQUEST_RESPONSE, Pattern.CALLBACK);
        var both = EnumSet.of(Pattern.REQUEST_RESPONSE, Pattern.SYNC, Pattern.CALLBACK);
        var actions = new HashMap<String, Set<Pattern>>();
        add(actions, callback, "apigateway:invoke", "bedrock:invokeModel", "events:putEvents", "lambda:invoke",
                "sns:publish", "sqs:sendMessage");
        add(actions, both, "ecs:runTask");
        add(actions, EnumSet.allOf(Pattern.class), "states:startExecution");
        add(actions, plain, "athena:stopQueryExecution", "athena:getQueryExecution", "athena:getQueryResults",
                "bedrockagentcore:invokeHarness", "codebuild:stopBuild", "codebuild:stopBuildBatch",
                "codebuild:batchDeleteBuilds", "codebuild:deleteBuildBatch", "codebuild:batchGetReports",
                "dynamodb:getItem", "dynamodb:putItem", "dynamodb:updateItem", "dynamodb:deleteItem", "eks:call",
                "elasticmapreduce:cancelStep", "elasticmapreduce:setClusterTerminationProtection",
                "elasticmapreduce:modifyInstanceFleetByName", "elasticmapreduce:modifyInstanceGroupByName",
                "emr-containers:createVirtualCluster", "http:invoke",
                "sagemaker:createEndpoint", "sagemaker:createEndpointConfig", "sagemaker:createModel",
                "sagemaker:updateEndpoint");
        add(actions, job, "athena:startQueryExecution", "batch:submitJob", "bedrock:createModelCustomizationJob",
                "codebuild:startBuild", "codebuild:startBuildBatch", "codebuild:retryBuildBatch",
                "databrew:startJobRun", "eks:createCluster", "eks:deleteCluster", "eks:createFargateProfile",
                "eks:deleteFargateProfile", "eks:createNodegroup", "eks:deleteNodegroup", "eks:runJob",
                "elasticmapreduce:createCluster", "elasticmapreduce:terminateCluster", "elasticmapreduce:addStep",
                "emr-containers:deleteVirtualCluster", "emr-containers:startJobRun",
                "emr-serverless:createApplication", "emr-serverless:startApplication",
                "emr-serverless:stopApplication", "emr-serverless:deleteApplication", "emr-serverless:startJobRun",
                "emr-serverless:cancelJobRun",
                "glue:startJobRun", "mediaconvert:createJob", "sagemaker:createHyperParameterTuningJob",
                "sagemaker:createLabelingJob", "sagemaker:createProcessingJob", "sagemaker:createTrainingJob",
                "sagemaker:createTransformJob");
        // Fermata's own.
        add(actions, EnumSet.of(Pattern.CALLBACK), "fermata:approval");
        add(actions, plain, "fermata:email");
        return Map.copyOf(actions);
    }

    private static void add(Map<String, Set<Pattern>> actions, Set<Pattern> patterns, String... names) {
        for (var name : names) {
            actions.put(name, patterns);
        }
    }
}
