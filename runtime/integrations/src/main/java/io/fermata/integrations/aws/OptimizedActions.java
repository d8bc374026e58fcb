// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.aws;

import io.fermata.integrations.aws.OptimizedAction.Form;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The optimized actions of AWS services that the generic call can make, by service and action (integrations.md sections
/// 1.2, 6 and 7). Lambda and API Gateway have integrations of their own.
final class OptimizedActions {

    private static final Map<String, OptimizedAction> ACTIONS = actions();

    private OptimizedActions() {}

    static Optional<OptimizedAction> find(String service, String action) {
        return Optional.ofNullable(ACTIONS.get(service + ":" + action));
    }

    private static Map<String, OptimizedAction> actions() {
        var actions = new HashMap<String, OptimizedAction>();
        messaging(actions);
        jobs(actions);
        clusters(actions);
        models(actions);
        return Map.copyOf(actions);
    }

    private static void messaging(Map<String, OptimizedAction> actions) {
        var sqs = SdkDialect.of("Sqs", "SQS", "AmazonSQS");
        put(actions, "sqs", sqs, new SendMessage(), "sendMessage", "QueueUrl", "MessageBody");
        put(actions, "sns", SdkDialect.of("Sns", "SNS", "AmazonSNS"), Form.PLAIN, "publish", "Message");
        var dynamodb = SdkDialect.of("DynamoDb", "DynamoDB", "AmazonDynamoDBv2")
                .unmodelled("AmazonDynamoDBException");
        put(actions, "dynamodb", dynamodb, Form.PLAIN, "getItem", "TableName", "Key");
        put(actions, "dynamodb", dynamodb, Form.PLAIN, "putItem", "TableName", "Item");
        put(actions, "dynamodb", dynamodb, Form.PLAIN, "updateItem", "TableName", "Key");
        put(actions, "dynamodb", dynamodb, Form.PLAIN, "deleteItem", "TableName", "Key");
        put(actions, "events", SdkDialect.of("EventBridge", "EventBridge", "AmazonEventBridge"), new PutEvents(),
                "putEvents", "Entries");
    }

    private static void jobs(Map<String, OptimizedAction> actions) {
        put(actions, "ecs", SdkDialect.of("Ecs", "ECS", "AmazonECS").withEmptyLists(), new RunTask(), "runTask",
                "TaskDefinition");
        put(actions, "batch", SdkDialect.of("Batch", "Batch", "AWSBatch"), Form.PLAIN, "submitJob", "JobName",
                "JobDefinition", "JobQueue");
        put(actions, "glue", SdkDialect.of("Glue", "Glue", "AWSGlue"), Form.PLAIN, "startJobRun", "JobName");
        put(actions, "databrew", SdkDialect.of("DataBrew", "DataBrew", "AWSGlueDataBrew"), Form.PLAIN, "startJobRun",
                "Name");
        put(actions, "mediaconvert", SdkDialect.of("MediaConvert", "MediaConvert", "AWSMediaConvert"), Form.PLAIN,
                "createJob", "Role", "Settings");
        var athena = SdkDialect.of("Athena", "Athena", "AmazonAthena");
        put(actions, "athena", athena, Form.PLAIN, "startQueryExecution", "QueryString");
        for (var action : List.of("stopQueryExecution", "getQueryExecution", "getQueryResults")) {
            put(actions, "athena", athena, Form.PLAIN, action, "QueryExecutionId");
        }
        var build = SdkDialect.of("CodeBuild", "CodeBuild", "AWSCodeBuild");
        put(actions, "codebuild", build, Form.PLAIN, "startBuild", "ProjectName");
        put(actions, "codebuild", build, Form.PLAIN, "startBuildBatch", "ProjectName");
        put(actions, "codebuild", build, Form.PLAIN, "retryBuildBatch");
        for (var action : List.of("stopBuild", "stopBuildBatch", "deleteBuildBatch")) {
            put(actions, "codebuild", build, Form.PLAIN, action, "Id");
        }
        put(actions, "codebuild", build, Form.PLAIN, "batchDeleteBuilds", "Ids");
        put(actions, "codebuild", build, Form.PLAIN, "batchGetReports", "ReportArns");
        var sagemaker = SdkDialect.of("SageMaker", "SageMaker", "AmazonSageMaker");
        for (var kind : List.of("TrainingJob", "TransformJob", "ProcessingJob", "HyperParameterTuningJob",
                "LabelingJob", "Endpoint", "EndpointConfig", "Model")) {
            put(actions, "sagemaker", sagemaker, Form.PLAIN, "create" + kind, kind + "Name");
        }
        put(actions, "sagemaker", sagemaker, Form.PLAIN, "updateEndpoint", "EndpointName", "EndpointConfigName");
    }

    private static void clusters(Map<String, OptimizedAction> actions) {
        var emr = SdkDialect.of("Emr", "ElasticMapReduce", "AmazonElasticMapReduce");
        actions.put("elasticmapreduce:createCluster", new OptimizedAction(emr, "runJobFlow", List.of("Name"),
                new CreateCluster()));
        actions.put("elasticmapreduce:terminateCluster", new OptimizedAction(emr, "terminateJobFlows",
                List.of("ClusterId"), new Renamed(List.of("ClusterId"), """
                        {"JobFlowIds":["parameters:/ClusterId"]}""", Map.of())));
        actions.put("elasticmapreduce:addStep", new OptimizedAction(emr, "addJobFlowSteps",
                List.of("ClusterId", "Step"), new Renamed(List.of("ClusterId", "Step", "ExecutionRoleArn"), """
                        {"JobFlowId":"parameters:/ClusterId","Steps":["parameters:/Step"],\
                        "ExecutionRoleArn":"parameters:/ExecutionRoleArn"}""", Map.of("StepId", "/StepIds/0"))));
        actions.put("elasticmapreduce:cancelStep", new OptimizedAction(emr, "cancelSteps",
                List.of("ClusterId", "StepId"), new Renamed(List.of("ClusterId", "StepId"), """
                        {"ClusterId":"parameters:/ClusterId","StepIds":["parameters:/StepId"]}""",
                        Map.of("CancelStepsInfo", "/CancelStepsInfoList/0"))));
        actions.put("elasticmapreduce:setClusterTerminationProtection", new OptimizedAction(emr,
                "setTerminationProtection", List.of("ClusterId", "TerminationProtected"),
                new Renamed(List.of("ClusterId", "TerminationProtected"), """
                        {"JobFlowIds":["parameters:/ClusterId"],\
                        "TerminationProtected":"parameters:/TerminationProtected"}""", Map.of())));
        var containers = SdkDialect.of("EmrContainers", "EMRContainers", "AmazonEMRContainers");
        put(actions, "emr-containers", containers, Form.PLAIN, "createVirtualCluster", "Name", "ContainerProvider");
        put(actions, "emr-containers", containers, Form.PLAIN, "deleteVirtualCluster", "Id");
        put(actions, "emr-containers", containers, Form.PLAIN, "startJobRun", "VirtualClusterId");
        var serverless = SdkDialect.of("EmrServerless", "EMRServerless", "AWSEMRServerless");
        put(actions, "emr-serverless", serverless, Form.PLAIN, "createApplication", "ReleaseLabel", "Type");
        for (var action : List.of("startApplication", "stopApplication", "deleteApplication")) {
            put(actions, "emr-serverless", serverless, Form.PLAIN, action, "ApplicationId");
        }
        put(actions, "emr-serverless", serverless, Form.PLAIN, "startJobRun", "ApplicationId", "ExecutionRoleArn");
        put(actions, "emr-serverless", serverless, Form.PLAIN, "cancelJobRun", "ApplicationId", "JobRunId");
        var eks = SdkDialect.of("Eks", "EKS", "AmazonEKS");
        put(actions, "eks", eks, Form.PLAIN, "createCluster", "Name", "ResourcesVpcConfig", "RoleArn");
        put(actions, "eks", eks, Form.PLAIN, "deleteCluster", "Name");
        put(actions, "eks", eks, Form.PLAIN, "createFargateProfile", "ClusterName", "FargateProfileName",
                "PodExecutionRoleArn");
        put(actions, "eks", eks, Form.PLAIN, "deleteFargateProfile", "ClusterName", "FargateProfileName");
        put(actions, "eks", eks, Form.PLAIN, "createNodegroup", "ClusterName", "NodegroupName", "NodeRole", "Subnets");
        put(actions, "eks", eks, Form.PLAIN, "deleteNodegroup", "ClusterName", "NodegroupName");
    }

    private static void models(Map<String, OptimizedAction> actions) {
        put(actions, "bedrock", SdkDialect.of("BedrockRuntime", "Bedrock", "AmazonBedrockRuntime"), new InvokeModel(),
                "invokeModel", "ModelId");
        put(actions, "bedrock", SdkDialect.of("Bedrock", "Bedrock", "AmazonBedrock"), Form.PLAIN,
                "createModelCustomizationJob", "JobName", "CustomModelName", "RoleArn", "BaseModelIdentifier");
    }

    private static void put(Map<String, OptimizedAction> actions, String service, SdkDialect dialect, Form form,
            String action, String... required) {
        actions.put(service + ":" + action, new OptimizedAction(dialect, action, List.of(required), form));
    }
}
