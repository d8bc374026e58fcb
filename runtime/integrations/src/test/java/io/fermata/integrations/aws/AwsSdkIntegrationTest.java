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
import io.fermata.language.TaskResource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/// The generic call, for each bundled service in the service's own protocol.
class AwsSdkIntegrationTest {

    private static final Pattern MODULE = Pattern
            .compile("<groupId>software.amazon.awssdk</groupId><artifactId>(\\w+)</artifactId>");

    private static FakeAws aws;
    private static AwsSdkIntegration sdk;

    @BeforeAll
    static void start() throws IOException {
        aws = new FakeAws(AwsSdkIntegrationTest.class);
        sdk = aws.get(AwsSdkIntegration.class);
    }

    @AfterAll
    static void stop() {
        aws.close();
    }

    @TestFactory
    Stream<DynamicTest> speaksTheProtocolOfEachService() throws IOException {
        return table("sdk-calls.json").values().stream()
                .map(each -> DynamicTest.dynamicTest(each.path("resource").stringValue(), () -> plays(each)));
    }

    @Test
    void playsACallOfEachBundledService() throws IOException {
        var played = table("sdk-calls.json").values().stream()
                .map(each -> each.path("resource").stringValue().split(":")[0])
                .collect(Collectors.toSet());
        var bundled = SdkServices.all().entrySet().stream().filter(each -> isBundled(each.getValue()))
                .map(Map.Entry::getKey).collect(Collectors.toSet());

        assertThat(played).isEqualTo(bundled).hasSizeGreaterThan(40);
    }

    private static boolean isBundled(String service) {
        try {
            return SdkOperation.client(service) != null;
        } catch (ClassNotFoundException | NoClassDefFoundError absent) {
            return false;
        }
    }

    @Test
    void knowsANameForEachBundledModule() throws IOException {
        var modules = MODULE.matcher(Files.readString(Path.of("pom.xml"))).results().map(found -> found.group(1))
                .collect(Collectors.toSet());
        var bundled = SdkServices.all().values().stream().filter(AwsSdkIntegrationTest::isBundled)
                .map(service -> service.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());

        assertThat(bundled).isEqualTo(modules).hasSizeGreaterThan(40);
    }

    @TestFactory
    Stream<DynamicTest> readsARefusalInTheProtocolOfEachService() throws IOException {
        return table("sdk-errors.json").values().stream()
                .map(each -> DynamicTest.dynamicTest(each.path("protocol").stringValue(), () -> fails(each)));
    }

    private static void fails(JsonNode refusal) {
        int before = aws.asked.size();
        aws.answers(refusal.path("status").intValue(), texts(refusal.path("headers")), text(refusal.path("answers")));

        var outcome = call(refusal.path("resource").stringValue(), Json.write(refusal.path("parameters")));

        assertThat(outcome).isEqualTo(
                new Failed(refusal.path("error").stringValue(), refusal.path("cause").stringValue()));
        assertThat(aws.asked).as("retries are the state's own affair").hasSize(before + 1);
    }

    private static Map<String, String> texts(JsonNode object) {
        return object.properties().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().stringValue()));
    }

    private static JsonNode table(String name) throws IOException {
        try (var file = AwsSdkIntegrationTest.class.getResourceAsStream(name)) {
            return Json.parse(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static void plays(JsonNode call) {
        aws.answers(200, texts(call.path("headers")), text(call.path("answers")));

        var outcome = call(call.path("resource").stringValue(), Json.write(call.path("parameters")));

        assertThat(aws.last().line()).isEqualTo(call.path("asks").stringValue());
        texts(call.path("carries")).forEach(
                (name, value) -> assertThat(aws.last().headers().get(name)).as(name).containsExactly(value));
        var sent = call.path("sends");
        if (sent.isObject()) {
            var token = UUID.nameUUIDFromBytes(
                    "arn:aws:states:us-east-1:111111111111:execution:m:e#5".getBytes(StandardCharsets.UTF_8));
            assertThat(Json.parse(aws.last().body()))
                    .isEqualTo(Json.parse(Json.write(sent).replace("TOKEN", token.toString())));
        } else if (sent.stringValue().startsWith("Action=")) {
            assertThat(aws.last().body().split("&"))
                    .containsExactlyInAnyOrder(sent.stringValue().split("&"));
        } else {
            assertThat(aws.last().body()).isEqualTo(sent.stringValue());
        }
        assertThat(outcome).isEqualTo(new Answered(call.path("gives")));
    }

    @Test
    void storesTheJsonTextOfABody() {
        aws.answers(200, Map.of("ETag", "\"e\""), "");

        var outcome = call("s3:putObject", "{\"Bucket\":\"b\",\"Key\":\"k\",\"Body\":\"text data\"}");

        assertThat(aws.last().line()).isEqualTo("PUT /b/k");
        assertThat(aws.last().body()).contains("\"text data\"");
        assertThat(aws.last().headers().get("Content-type")).contains("text/plain; charset=UTF-8");
        assertThat(outcome).isEqualTo(new Answered(Json.parse("{\"ETag\":\"\\\"e\\\"\"}")));
    }

    @Test
    void namesAnErrorAsTheSdkDoes() {
        aws.answers(400, Map.of(), "{\"__type\":\"ConditionalCheckFailedException\",\"message\":\"no\"}");
        assertThat(call("dynamodb:putItem", "{\"TableName\":\"t\",\"Item\":null}")).isEqualTo(new Failed(
                "DynamoDb.ConditionalCheckFailedException",
                "no (Service: DynamoDb, Status Code: 400, Request ID: REQ-1) (SDK Attempt Count: 1)"));
        aws.answers(400, Map.of(), "{\"__type\":\"com.amazon.coral.validate#ValidationException\",\"message\":\"no\"}");
        assertThat(((Failed) call("dynamodb:putItem", "{\"TableName\":\"t\"}")).error())
                .isEqualTo("DynamoDb.DynamoDbException");
        aws.answers(404, Map.of("x-amz-id-2", "X"),
                "<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message></Error>");
        assertThat(call("s3:getObject", "{\"Bucket\":\"b\",\"Key\":\"k\"}")).isInstanceOfSatisfying(Failed.class,
                failed -> {
                    assertThat(failed.error()).isEqualTo("S3.NoSuchKeyException");
                    assertThat(failed.cause())
                            .startsWith("The specified key does not exist. (Service: S3, Status Code: "
                                    + "404, Request ID: REQ-1, Extended Request ID: X)");
                });
    }

    @Test
    void refusesWhatTheOperationDoesNotTakeBeforeAnyAttempt() {
        var resource = resource("dynamodb:putItem");

        assertThatThrownBy(() -> sdk.prepare(resource, Json.parse("{\"TableNom\":\"t\",\"Item\":[1]}")))
                .isInstanceOfSatisfying(EvaluationException.class, problem -> {
                    assertThat(problem.error()).isEqualTo("States.Runtime");
                    assertThat(problem.reason())
                            .isEqualTo("The Parameters '{\"TableNom\":\"t\",\"Item\":[1]}' could not "
                                    + "be used to start the Task: [The field 'TableNom' is not supported by Step Functions, "
                                    + "The value of the field 'Item' has an invalid format]");
                });
        var fit = Json.parse("{\"TableName\":\"t\",\"Item\":{\"a\":{\"S\":null}}}");
        assertThat(sdk.prepare(resource, fit)).isEqualTo(fit);
    }

    @Test
    void knowsWhatIsOnTheClassPathAndCanBeCalled() {
        assertThat(sdk.handles(resource("dynamodb:flyToTheMoon"))).isFalse();
        assertThat(sdk.handles(resource("workspaces:describeWorkspaces"))).isFalse();
        assertThat(sdk.handles(resource("sfn:startExecution"))).isFalse();
        assertThat(sdk.handles(resource("kinesis:subscribeToShard"))).isFalse();
        assertThat(sdk.handles(resource("s3:putobject"))).isFalse();
        assertThat(
                sdk.handles(IntegrationsFixture.resource("aws-sdk:dynamodb", "putItem", TaskResource.Pattern.CALLBACK)))
                .isTrue();
    }

    private static String text(JsonNode body) {
        return body.isString() ? body.stringValue() : Json.write(body);
    }

    private static Integration resource(String name) {
        var parts = name.split(":");
        return IntegrationsFixture.resource("aws-sdk:" + parts[0], parts[1], TaskResource.Pattern.REQUEST_RESPONSE);
    }

    private static TaskOutcome call(String resource, String parameters) {
        var integration = resource(resource);
        assertThat(sdk.handles(integration)).as(resource).isTrue();
        return sdk.call(aws.task(integration, Json.write(sdk.prepare(integration, Json.parse(parameters)))));
    }
}
