// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fermata.engine.TaskOutcome;
import io.fermata.engine.TaskOutcome.Answered;
import io.fermata.engine.TaskOutcome.Failed;
import io.fermata.integrations.IntegrationsFixture;
import io.fermata.language.EvaluationException;
import io.fermata.language.Json;
import io.fermata.language.TaskResource.Integration;
import io.fermata.language.TaskResource.Pattern;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

/// The optimized resources: requests, results, errors and causes as AWS recorded them.
class OptimizedIntegrationTest {

    private static FakeAws aws;
    private static OptimizedIntegration optimized;

    @BeforeAll
    static void start() throws IOException {
        aws = new FakeAws(OptimizedIntegrationTest.class);
        optimized = aws.get(OptimizedIntegration.class);
    }

    @AfterAll
    static void stop() {
        aws.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            dynamodb:getItem | {"TableName":"t","Key":{"id":{"S":"a"}}} | POST / DynamoDB_20120810.GetItem | {"TableName":"t","Key":{"id":{"S":"a"}}} | {"Item":{"n":{"N":"1"}}} | {"Item":{"n":{"N":"1"}}}
            dynamodb:getItem | {"TableName":"t","Key":{"id":{"S":"a"}}} | POST / DynamoDB_20120810.GetItem | {"TableName":"t","Key":{"id":{"S":"a"}}} | {} | {}
            dynamodb:putItem | {"TableName":"t","Item":{"id":{"S":"a"}}} | POST / DynamoDB_20120810.PutItem | {"TableName":"t","Item":{"id":{"S":"a"}}} | {} | {}
            dynamodb:updateItem | {"TableName":"t","Key":{"id":{"S":"a"}},"UpdateExpression":"set S=:r"} | POST / DynamoDB_20120810.UpdateItem | {"TableName":"t","Key":{"id":{"S":"a"}},"UpdateExpression":"set S=:r"} | {"Attributes":{"S":{"S":"x"}}} | {"Attributes":{"S":{"S":"x"}}}
            dynamodb:deleteItem | {"TableName":"t","Key":{"id":{"S":"a"}}} | POST / DynamoDB_20120810.DeleteItem | {"TableName":"t","Key":{"id":{"S":"a"}}} | {} | {}
            sqs:sendMessage | {"QueueUrl":"https://sqs.us-east-1.amazonaws.com/1/q","MessageBody":{"a":1}} | POST / AmazonSQS.SendMessage | {"QueueUrl":"https://sqs.us-east-1.amazonaws.com/1/q","MessageBody":"{\\"a\\":1}"} | {"MD5OfMessageBody":"bb6cb5c68df4652941caf652a366f2d8","MessageId":"m"} | {"MD5OfMessageBody":"bb6cb5c68df4652941caf652a366f2d8","MessageId":"m"}
            batch:submitJob | {"JobName":"j","JobQueue":"q","JobDefinition":"d"} | POST /v1/submitjob | {"jobName":"j","jobQueue":"q","jobDefinition":"d"} | {"jobId":"1"} | {"JobId":"1"}
            ecs:runTask | {"TaskDefinition":"d","ClientToken":"c"} | POST / AmazonEC2ContainerServiceV20141113.RunTask | {"clientToken":"c","taskDefinition":"d"} | {"tasks":[{"taskArn":"t","createdAt":1772359200.5}]} | {"Failures":[],"Tasks":[{"Attachments":[],"Attributes":[],"Containers":[],"CreatedAt":1772359200500,"InferenceAccelerators":[],"Tags":[],"TaskArn":"t"}]}
            elasticmapreduce:addStep | {"ClusterId":"j","Step":{"Name":"s","HadoopJarStep":{"Jar":"x"}}} | POST / ElasticMapReduce.AddJobFlowSteps | {"JobFlowId":"j","Steps":[{"Name":"s","HadoopJarStep":{"Jar":"x"}}]} | {"StepIds":["s-1"]} | {"StepId":"s-1"}
            elasticmapreduce:createCluster | {"Name":"c"} | POST / ElasticMapReduce.RunJobFlow | {"Name":"c"} | {"JobFlowId":"j","ClusterArn":"a"} | {"ClusterId":"j","ClusterArn":"a"}
            athena:getQueryExecution | {"QueryExecutionId":"q"} | POST / AmazonAthena.GetQueryExecution | {"QueryExecutionId":"q"} | {"QueryExecution":{"Status":{"SubmissionDateTime":1772359200}}} | {"QueryExecution":{"Status":{"SubmissionDateTime":1772359200000}}}
            """)
    void showsTheResultAsStepFunctionsDoes(String resource, String parameters, String asks, String sends,
            String answers, String gives) {
        aws.answers(answers);

        var outcome = call(resource, parameters);

        assertThat(aws.last().line()).isEqualTo(asks);
        assertThat(Json.parse(aws.last().body())).isEqualTo(Json.parse(sends));
        assertThat(outcome).isInstanceOfSatisfying(Answered.class, answered -> {
            var output = (ObjectNode) answered.output().deepCopy();
            assertThat(output.path("SdkHttpMetadata").path("HttpStatusCode").intValue()).isEqualTo(200);
            assertThat(output.path("SdkResponseMetadata").path("RequestId").stringValue()).isEqualTo("REQ-1");
            output.remove("SdkHttpMetadata");
            output.remove("SdkResponseMetadata");
            assertThat(output).isEqualTo(Json.parse(gives));
        });
    }

    @Test
    void publishesByTheQueryProtocol() {
        aws.answers("<PublishResponse><PublishResult><MessageId>m</MessageId></PublishResult></PublishResponse>");

        var outcome = call("sns:publish", "{\"TopicArn\":\"arn:t\",\"Message\":{\"a\":1}}");

        assertThat(aws.last().body()).contains("Message=%7B%22a%22%3A1%7D");
        assertThat(((Answered) outcome).output().propertyNames()).containsExactly("MessageId", "SdkHttpMetadata",
                "SdkResponseMetadata");
    }

    @Test
    void anEventNamesItsExecutionAndOneThatIsRefusedFailsTheTask() {
        aws.answers("{\"Entries\":[{\"EventId\":\"e\"}],\"FailedEntryCount\":0}");
        var parameters = "{\"Entries\":[{\"Detail\":{\"a\":1},\"DetailType\":\"d\",\"Source\":\"s\"}]}";
        assertThat(call("events:putEvents", parameters)).isEqualTo(
                new Answered(Json.parse("{\"Entries\":[{\"EventId\":\"e\"}],\"FailedEntryCount\":0}")));
        assertThat(Json.parse(aws.last().body())).isEqualTo(Json.parse("""
                {"Entries":[{"Source":"s","Resources":["arn:aws:states:us-east-1:111111111111:execution:m:e",\
                "arn:aws:states:us-east-1:111111111111:stateMachine:m"],"DetailType":"d","Detail":"{\\"a\\":1}"}]}"""));

        aws.answers("{\"Entries\":[{\"ErrorCode\":\"MalformedDetail\",\"ErrorMessage\":\"Detail is malformed.\"}],"
                + "\"FailedEntryCount\":1}");
        assertThat(call("events:putEvents", parameters)).isEqualTo(new Failed("EventBridge.FailedEntry",
                "{\"Entries\":[{\"ErrorCode\":\"MalformedDetail\",\"ErrorMessage\":\"Detail is malformed.\"}],"
                        + "\"FailedEntryCount\":1}"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            dynamodb:putItem | {"TableName":"t","Item":null} | ResourceNotFoundException | DynamoDB.ResourceNotFoundException | AmazonDynamoDBv2
            dynamodb:putItem | {"TableName":"t","Item":null} | ValidationException | DynamoDB.AmazonDynamoDBException | AmazonDynamoDBv2
            sqs:sendMessage | {"QueueUrl":"https://sqs.us-east-1.amazonaws.com/1/q","MessageBody":null} | MissingParameter | SQS.AmazonSQSException | AmazonSQS
            ecs:runTask | {"TaskDefinition":"d"} | ClusterNotFoundException | ECS.ClusterNotFoundException | AmazonECS
            glue:startJobRun | {"JobName":"j"} | ConcurrentRunsExceededException | Glue.ConcurrentRunsExceededException | AWSGlue
            """)
    void namesErrorsAndCausesAsTheFirstSdkDid(String resource, String parameters, String type, String error,
            String label) {
        aws.answers(400, Map.of(), "{\"__type\":\"" + type + "\",\"message\":\"no\"}");

        assertThat(call(resource, parameters)).isEqualTo(new Failed(error, "no (Service: " + label
                + "; Status Code: 400; Error Code: " + type + "; Request ID: REQ-1; Proxy: null)"));
    }

    @Test
    void aQueueOnAHostThatDoesNotExistCannotBeReached() {
        assertThat(call("sqs:sendMessage", "{\"QueueUrl\":\"http://no-such.invalid/q\",\"MessageBody\":\"x\"}"))
                .isEqualTo(new Failed("SQS.SdkClientException",
                        "Unable to execute HTTP request: no-such.invalid: Name or service not known"));
    }

    @Test
    void aTaskThatCouldNotBePlacedFailsOnlyIfItIsWaitedFor() {
        var answer = "{\"tasks\":[],\"failures\":[{\"reason\":\"RESOURCE:CPU\"}]}";
        aws.answers(answer);
        assertThat(call("ecs:runTask", "{\"TaskDefinition\":\"d\"}")).isInstanceOf(Answered.class);
        aws.answers(answer);
        var waited = resource("ecs:runTask", Pattern.CALLBACK);
        assertThat(optimized.call(aws.task(waited, "{\"TaskDefinition\":\"d\"}"))).isInstanceOfSatisfying(Failed.class,
                failed -> assertThat(failed.error()).isEqualTo("AmazonECS.Unknown"));
    }

    @Test
    void aModelsBodyIsJsonInBothDirections() {
        aws.answers(200, Map.of("Content-Type", "application/json"), "{\"completion\":\"hello\"}");

        var outcome = call("bedrock:invokeModel", "{\"ModelId\":\"m\",\"Body\":{\"prompt\":\"hi\"}}");

        assertThat(aws.last().line()).isEqualTo("POST /model/m/invoke");
        assertThat(aws.last().body()).isEqualTo("{\"prompt\":\"hi\"}");
        assertThat(outcome).isEqualTo(new Answered(
                Json.parse("{\"Body\":{\"completion\":\"hello\"},\"ContentType\":\"application/json\"}")));
    }

    @Test
    void refusesWhatIsMissingOrUnknownBeforeAnyAttempt() {
        var resource = resource("sqs:sendMessage", Pattern.CALLBACK);
        var given = "{\"MessageBody\":\"x\",\"Delay\":1}";

        assertThatThrownBy(() -> optimized.prepare(resource, Json.parse(given)))
                .isInstanceOfSatisfying(EvaluationException.class, problem -> assertThat(problem.reason())
                        .isEqualTo("The Parameters '" + given + "' could not be used to start the Task: "
                                + "[The field 'QueueUrl' is required but was missing, "
                                + "The field 'Delay' is not supported by Step Functions]"));
    }

    private static Integration resource(String name, Pattern pattern) {
        var parts = name.split(":");
        return IntegrationsFixture.resource(parts[0], parts[1], pattern);
    }

    private static TaskOutcome call(String name, String parameters) {
        var resource = resource(name, Pattern.REQUEST_RESPONSE);
        assertThat(optimized.handles(resource)).as(name).isTrue();
        return optimized.call(aws.task(resource, Json.write(optimized.prepare(resource, Json.parse(parameters)))));
    }
}
