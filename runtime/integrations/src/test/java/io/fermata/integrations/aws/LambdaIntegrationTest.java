// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fermata.engine.TaskOutcome;
import io.fermata.engine.TaskOutcome.Answered;
import io.fermata.engine.TaskOutcome.Failed;
import io.fermata.integrations.IntegrationsFixture;
import io.fermata.language.Json;
import io.fermata.language.TaskResource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Lambda functions on a server on this machine that speaks Lambda's protocol.
class LambdaIntegrationTest {

    private static final TaskResource INVOKE = IntegrationsFixture.resource("lambda", "invoke",
            TaskResource.Pattern.REQUEST_RESPONSE);
    private static final String ARN = "arn:aws:lambda:us-east-1:111111111111:function:";

    private static IntegrationsFixture fixture;
    private static HttpServer server;
    private static LambdaIntegration lambda;
    private static volatile String body = "";
    private static volatile String authorization = "";
    private static volatile String path = "";

    @BeforeAll
    static void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", LambdaIntegrationTest::answer);
        server.start();
        fixture = new IntegrationsFixture(LambdaIntegrationTest.class, "fermata.bootstrap.account-id=111111111111",
                "fermata.bootstrap.access-key-id=AKIATEST", "fermata.bootstrap.secret-access-key=secret",
                "fermata.bootstrap.aws-endpoint-url=http://127.0.0.1:" + server.getAddress().getPort());
        lambda = fixture.get(LambdaIntegration.class);
    }

    @AfterAll
    static void stop() {
        server.stop(0);
        fixture.close();
    }

    @Test
    void showsTheResultAsStepFunctionsDoes() {
        var outcome = invoke("""
                {"FunctionName":"echo","Payload":{"a":1}}""");

        assertThat(outcome).isInstanceOfSatisfying(Answered.class, answered -> {
            var output = answered.output();
            assertThat(output.propertyNames()).containsExactly("ExecutedVersion", "Payload", "SdkHttpMetadata",
                    "SdkResponseMetadata", "StatusCode");
            assertThat(output.path("Payload")).isEqualTo(Json.parse("{\"a\":1}"));
            assertThat(output.path("ExecutedVersion").stringValue()).isEqualTo("$LATEST");
            assertThat(output.path("StatusCode").intValue()).isEqualTo(200);
            assertThat(output.path("SdkResponseMetadata").path("RequestId").stringValue()).isEqualTo("REQ-1");
            assertThat(output.path("SdkHttpMetadata").path("HttpStatusCode").intValue()).isEqualTo(200);
        });
        assertThat(path).isEqualTo("/2015-03-31/functions/echo/invocations");
        assertThat(authorization).startsWith("AWS4-HMAC-SHA256 Credential=AKIATEST/").contains("/us-east-1/lambda/");
    }

    @Test
    void callsAgainWhenTheServerHasClosedAKeptConnection() throws IOException {
        invoke("{\"FunctionName\":\"echo\"}");
        int port = server.getAddress().getPort();
        server.stop(0);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/", LambdaIntegrationTest::answer);
        server.start();

        assertThat(invoke("{\"FunctionName\":\"echo\"}")).isInstanceOf(Answered.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"FunctionName":"echo","Payload":"[1]"}  | [1]
            {"FunctionName":"echo","Payload":null}   | {}
            {"FunctionName":"echo"}                  | {}
            {"FunctionName":"echo","Payload":true}   | true
            """)
    void sendsThePayloadAsTheFunctionShallReceiveIt(String parameters, String expected) {
        invoke(parameters);

        assertThat(body).isEqualTo(expected);
    }

    @Test
    void aBareFunctionGetsTheWholeInputAndGivesItsRawOutput() {
        var outcome = bare("echo", "[1,{\"b\":\"x\"}]");

        assertThat(outcome).isEqualTo(new Answered(Json.parse("[1,{\"b\":\"x\"}]")));
    }

    @Test
    void aFunctionsErrorIsTheTasksErrorWithItsTextAsTheCause() {
        assertThat(invoke("{\"FunctionName\":\"raise\"}")).isEqualTo(
                new Failed("CustomException", "{\"errorMessage\":\"no\",\"errorType\":\"CustomException\"}"));
        assertThat(bare("raise", "{}")).isEqualTo(
                new Failed("CustomException", "{\"errorMessage\": \"no\", \"errorType\": \"CustomException\"}"));
    }

    @Test
    void aMissingFunctionHasTheCauseThatAwsWrites() {
        assertThat(invoke("{\"FunctionName\":\"missing\"}")).isEqualTo(new Failed("Lambda.ResourceNotFoundException",
                "Function not found: " + ARN + "missing:$LATEST (Service: AWSLambda; Status Code: 404; "
                        + "Error Code: ResourceNotFoundException; Request ID: REQ-1; Proxy: null)"));
    }

    @Test
    void anErrorWithoutAModelHasTheServicesName() {
        assertThat(invoke("{\"FunctionName\":\"odd\"}")).isInstanceOfSatisfying(Failed.class,
                failed -> assertThat(failed.error()).isEqualTo("Lambda.AWSLambdaException"));
    }

    @Test
    void theSdkFormShowsAFunctionsErrorAsASuccessWithText() {
        var integration = fixture.get(AwsSdkIntegration.class);
        var resource = IntegrationsFixture.resource("aws-sdk:lambda", "invoke", TaskResource.Pattern.REQUEST_RESPONSE);

        var outcome = integration.call(IntegrationsFixture.request(fixture.acme, resource,
                "{\"FunctionName\":\"raise\",\"Payload\":{\"a\":1}}", "key:K", null));

        assertThat(outcome).isInstanceOfSatisfying(Answered.class, answered -> {
            assertThat(answered.output().path("FunctionError").stringValue()).isEqualTo("Unhandled");
            assertThat(answered.output().path("Payload").stringValue()).contains("CustomException");
            assertThat(answered.output().has("SdkHttpMetadata")).isFalse();
        });
    }

    @Test
    void theSdkFormNamesAMissingFunction() {
        var integration = fixture.get(AwsSdkIntegration.class);
        var resource = IntegrationsFixture.resource("aws-sdk:lambda", "invoke", TaskResource.Pattern.REQUEST_RESPONSE);

        var missing = integration.call(IntegrationsFixture.request(fixture.acme, resource,
                "{\"FunctionName\":\"missing\"}", "key:K", null));

        assertThat(((Failed) missing).error()).isEqualTo("Lambda.ResourceNotFoundException");
        assertThat(((Failed) missing).cause()).contains("(Service: Lambda, Status Code: 404, Request ID: REQ-1)");
        assertThat(integration.handles(IntegrationsFixture.resource("aws-sdk:lambda", "flyToTheMoon",
                TaskResource.Pattern.REQUEST_RESPONSE))).isFalse();
    }

    @Test
    void theSdkFormReadsListsMapsAndNestedParts() {
        var integration = fixture.get(AwsSdkIntegration.class);
        var resource = IntegrationsFixture.resource("aws-sdk:lambda", "createFunction",
                TaskResource.Pattern.REQUEST_RESPONSE);

        var outcome = integration.call(IntegrationsFixture.request(fixture.acme, resource,
                """
                        {"FunctionName":"made","Role":"arn:aws:iam::111111111111:role/r","Code":{"S3Bucket":"b"},"Timeout":3,"Publish":true,
                        "Architectures":["arm64"],"Environment":{"Variables":{"K":"V"}}}""",
                "key:K", null));

        assertThat(Json.parse(body)).isEqualTo(Json
                .parse("""
                        {"FunctionName":"made","Role":"arn:aws:iam::111111111111:role/r","Code":{"S3Bucket":"b"},"Timeout":3,"Publish":true,
                        "Environment":{"Variables":{"K":"V"}},"Architectures":["arm64"]}"""));
        assertThat(outcome).isEqualTo(new Answered(Json
                .parse("""
                        {"Architectures":["arm64"],"CodeSize":12,"Environment":{"Variables":{"K":"V"}},"FunctionName":"made"}""")));
    }

    @Test
    void aTenantWithoutAccessLearnsWhatIsMissing() {
        var outcome = lambda.call(IntegrationsFixture.request(fixture.other, INVOKE,
                "{\"FunctionName\":\"echo\"}", "key:K", null));

        assertThat(outcome).isEqualTo(new Failed("Lambda.SdkClientException",
                "The tenant of account 222222222222 has no access to AWS services: it has no AWS connection. "
                        + "AWS connections are made and changed at https://fermata.example.org/t/other/aws-connections."));
    }

    @Test
    void handlesFunctionsAndCallbacksOnly() {
        assertThat(lambda.handles(new TaskResource.Function(ARN + "f"))).isTrue();
        assertThat(lambda.handles(IntegrationsFixture.resource("lambda", "invoke", TaskResource.Pattern.CALLBACK)))
                .isTrue();
        assertThat(lambda.handles(IntegrationsFixture.resource("sqs", "sendMessage",
                TaskResource.Pattern.REQUEST_RESPONSE))).isFalse();
    }

    private static TaskOutcome invoke(String parameters) {
        return lambda.call(IntegrationsFixture.request(fixture.acme, INVOKE, parameters, "key:K", null));
    }

    private static TaskOutcome bare(String function, String input) {
        return lambda.call(IntegrationsFixture.request(fixture.acme, new TaskResource.Function(ARN + function), input,
                "key:K", null));
    }

    private static void answer(HttpExchange exchange) throws IOException {
        body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        authorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        path = exchange.getRequestURI().getPath();
        exchange.getResponseHeaders().set("x-amzn-RequestId", "REQ-1");
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.getResponseHeaders().set("X-Amz-Executed-Version", "$LATEST");
        if (path.contains("missing")) {
            error(exchange, 404, "ResourceNotFoundException",
                    "{\"Type\":\"User\",\"Message\":\"Function not found: " + ARN + "missing:$LATEST\"}");
        } else if (path.contains("odd")) {
            error(exchange, 418, "TeapotException", "{\"Message\":\"short and stout\"}");
        } else if (path.contains("raise")) {
            exchange.getResponseHeaders().set("X-Amz-Function-Error", "Unhandled");
            send(exchange, 200, "{\"errorMessage\": \"no\", \"errorType\": \"CustomException\"}");
        } else if (path.endsWith("/functions")) {
            send(exchange, 201,
                    """
                            {"FunctionName":"made","CodeSize":12,"Architectures":["arm64"],"Environment":{"Variables":{"K":"V"}}}""");
        } else {
            send(exchange, 200, body);
        }
    }

    private static void error(HttpExchange exchange, int status, String type, String text) throws IOException {
        exchange.getResponseHeaders().putAll(Map.of("X-amzn-ErrorType", java.util.List.of(type)));
        send(exchange, status, text);
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
