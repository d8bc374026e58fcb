// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.function;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fermata.engine.TaskOutcome;
import io.fermata.engine.TaskOutcome.Answered;
import io.fermata.engine.TaskOutcome.Failed;
import io.fermata.integrations.IntegrationsFixture;
import io.fermata.integrations.aws.LambdaIntegration;
import io.fermata.integrations.function.Functions.Asked;
import io.fermata.integrations.function.Functions.Done;
import io.fermata.integrations.function.Functions.Unfit;
import io.fermata.language.Json;
import io.fermata.language.TaskResource;
import io.fermata.tenancy.Tenant;
import io.fermata.tenancy.keys.WebhookSignature;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Functions of tenants as Lambda tasks call them, endpoints and Lambda being a server on this machine.
class FunctionsTest {

    private static final TaskResource INVOKE = IntegrationsFixture.resource("lambda", "invoke",
            TaskResource.Pattern.REQUEST_RESPONSE);

    private static final List<Got> got = new CopyOnWriteArrayList<>();
    private static IntegrationsFixture fixture;
    private static HttpServer server;
    private static Functions functions;
    private static LambdaIntegration lambda;
    private static String place = "";

    private record Got(String path, Map<String, List<String>> headers, byte[] body) {

        String header(String name) {
            return headers.entrySet().stream().filter(entry -> entry.getKey().equalsIgnoreCase(name)).findFirst()
                    .map(entry -> entry.getValue().getFirst()).orElse("");
        }
    }

    @BeforeAll
    static void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", FunctionsTest::answer);
        server.start();
        place = "http://127.0.0.1:" + server.getAddress().getPort();
        fixture = new IntegrationsFixture(FunctionsTest.class, "fermata.bootstrap.account-id=111111111111",
                "fermata.bootstrap.access-key-id=AKIATEST", "fermata.bootstrap.secret-access-key=secret",
                "fermata.bootstrap.aws-endpoint-url=" + place);
        functions = fixture.get(Functions.class);
        lambda = fixture.get(LambdaIntegration.class);
    }

    @AfterAll
    static void stop() {
        server.stop(0);
        fixture.close();
    }

    @AfterEach
    void forget() {
        for (var tenant : List.of(fixture.acme, fixture.other)) {
            functions.list(tenant.id()).forEach(one -> functions.delete(tenant.id(), one.name()));
        }
        got.clear();
    }

    @Test
    void anEndpointGetsThePayloadSignedAsStandardWebhooksDescribes() {
        var secret = make("resize", new FunctionTarget.Https(place + "/echo"));

        var outcome = invoke(fixture.acme, "{\"FunctionName\":\"resize\",\"Payload\":{\"a\":1}}");

        assertThat(outcome).isInstanceOfSatisfying(Answered.class, answered -> {
            assertThat(answered.output().path("Payload")).isEqualTo(Json.parse("{\"a\":1}"));
            assertThat(answered.output().path("StatusCode").intValue()).isEqualTo(200);
            assertThat(answered.output().path("ExecutedVersion").stringValue()).isEqualTo("$LATEST");
            assertThat(answered.output().propertyNames()).containsExactly("ExecutedVersion", "Payload",
                    "SdkHttpMetadata", "SdkResponseMetadata", "StatusCode");
        });
        var request = got.getLast();
        assertThat(WebhookSignature.verify(List.of(secret), request.header("webhook-id"),
                request.header("webhook-timestamp"), request.header("webhook-signature"), request.body(),
                fixture.clock().instant())).isTrue();
        assertThat(request.header("idempotency-key")).contains(":execution:m:");
    }

    @Test
    void aRepeatedCallHasTheSameIds() {
        make("resize", new FunctionTarget.Https(place + "/echo"));
        var request = IntegrationsFixture.request(fixture.acme, INVOKE, "{\"FunctionName\":\"resize\"}", "key:K", null);

        lambda.call(request);
        lambda.call(request);

        assertThat(got).hasSize(2).extracting(one -> one.header("webhook-id") + one.header("idempotency-key"))
                .containsOnly(got.getFirst().header("webhook-id") + got.getFirst().header("idempotency-key"));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            resize
            resize:3
            111111111111:function:resize
            arn:aws:lambda:us-east-1:111111111111:function:resize
            arn:aws:lambda:eu-west-1:999999999999:function:resize:live
            """)
    void everyFormOfTheNameFindsTheFunction(String name) {
        make("resize", new FunctionTarget.JavaScript("exports.handler = () => 'here'", 16));

        assertThat(invoke(fixture.acme, "{\"FunctionName\":\"" + name + "\"}")).isInstanceOfSatisfying(Answered.class,
                answered -> {
                    assertThat(answered.output().path("Payload").stringValue()).isEqualTo("here");
                    assertThat(answered.output().path("ExecutedVersion").stringValue())
                            .isEqualTo(name.endsWith(":3") ? "3" : "$LATEST");
                });
        assertThat(got).isEmpty();
    }

    @Test
    void aBareArnGivesTheRawOutput() {
        make("resize", new FunctionTarget.JavaScript("exports.handler = (event) => ({ got: event })", 16));

        assertThat(bare("resize", "[1]")).isEqualTo(new Answered(Json.parse("{\"got\":[1]}")));
    }

    @Test
    void anUnknownNameGoesToLambda() {
        make("resize", new FunctionTarget.Https(place + "/echo"));

        invoke(fixture.acme, "{\"FunctionName\":\"unknown\"}");

        assertThat(got.getLast().path()).isEqualTo("/2015-03-31/functions/unknown/invocations");
    }

    @Test
    void aNameCanStandForAnotherFunctionOfAws() {
        make("resize", new FunctionTarget.Aws("", "resize-in-aws"));

        invoke(fixture.acme, "{\"FunctionName\":\"resize:live\"}");

        assertThat(got.getLast().path()).startsWith("/2015-03-31/functions/resize-in-aws/invocations");
    }

    @Test
    void aMissingConnectionOfAFunctionIsNamed() {
        make("resize", new FunctionTarget.Aws("production", "resize"));

        assertThat(invoke(fixture.acme, "{\"FunctionName\":\"resize\"}")).isInstanceOfSatisfying(Failed.class,
                failed -> assertThat(failed.cause()).contains("'production'",
                        "https://fermata.example.org/t/acme/aws-connections"));
        assertThat(functions.using(fixture.acme.id(), "production")).containsExactly("resize");
        assertThat(functions.using(fixture.other.id(), "production")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            /marked      | Declined                        | {"errorMessage":"no","errorType":"Declined"}
            /raised      | Broken                          | {"errorType":"Broken"}
            /untyped     | Lambda.Unknown                  | {"errorMessage":"why"}
            /bad         | Lambda.Unknown                  | The endpoint of the function answered with status 404.
            /busy        | Lambda.TooManyRequestsException | The endpoint of the function answered with status 429.
            /down        | Lambda.ServiceException         | The endpoint of the function answered with status 503.
            """)
    void anEndpointsFailureHasTheNameThatLambdaGivesIt(String path, String error, String cause) {
        make("resize", new FunctionTarget.Https(place + path));

        assertThat(invoke(fixture.acme, "{\"FunctionName\":\"resize\"}")).isEqualTo(new Failed(error, cause));
    }

    @Test
    void aScriptsErrorIsTheTasksError() {
        make("resize", new FunctionTarget.JavaScript("exports.handler = () => { throw new RangeError('far') }", 16));

        assertThat(invoke(fixture.acme, "{\"FunctionName\":\"resize\"}")).isInstanceOfSatisfying(Failed.class,
                failed -> {
                    assertThat(failed.error()).isEqualTo("RangeError");
                    assertThat(failed.cause()).contains("\"errorMessage\":\"far\"");
                });
    }

    @Test
    void theLogIsShownToWhoAsksForIt() {
        make("resize", new FunctionTarget.JavaScript("exports.handler = () => console.log('written')", 16));

        assertThat(invoke(fixture.acme, "{\"FunctionName\":\"resize\",\"LogType\":\"Tail\"}")).isInstanceOfSatisfying(
                Answered.class, answered -> assertThat(new String(
                        Base64.getDecoder().decode(answered.output().path("LogResult").stringValue()),
                        StandardCharsets.UTF_8)).isEqualTo("written\n"));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            Event,  202, 1
            DryRun, 204, 0
            """)
    void otherInvocationTypesShowNoPayload(String type, int status, int calls) {
        make("resize", new FunctionTarget.Https(place + "/raised"));

        assertThat(invoke(fixture.acme, "{\"FunctionName\":\"resize\",\"InvocationType\":\"" + type + "\"}"))
                .isInstanceOfSatisfying(Answered.class, answered -> {
                    assertThat(answered.output().path("StatusCode").intValue()).isEqualTo(status);
                    assertThat(answered.output().has("Payload")).isFalse();
                });
        assertThat(got).hasSize(calls);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            http://127.0.0.1:1/,      must have a host name
            http://169.254.169.254/,  must have a host name
            https://localhost/,       does not lead to the public internet
            http://example.org/,      must begin with https
            """)
    void noEndpointLeadsInside(String url, String why) {
        make("resize", new FunctionTarget.Https(url));

        assertThat(invoke(fixture.acme, "{\"FunctionName\":\"resize\"}")).isInstanceOfSatisfying(Failed.class,
                failed -> assertThat(failed.error() + failed.cause())
                        .containsAnyOf(why, "has no address"));
    }

    @Test
    void aTenantsFunctionIsNotAnothers() {
        make("resize", new FunctionTarget.JavaScript("exports.handler = () => 'of acme'", 16));

        assertThat(invoke(fixture.other, "{\"FunctionName\":\"resize\"}")).isInstanceOfSatisfying(Failed.class,
                failed -> assertThat(failed.error()).isEqualTo("Lambda.SdkClientException"));
        assertThat(functions.find(fixture.other.id(), "resize")).isEmpty();
        assertThat(functions.delete(fixture.other.id(), "resize")).isFalse();
        assertThat(functions.update(fixture.other.id(), asked("resize", new FunctionTarget.Https(place))))
                .isInstanceOf(Unfit.class);
    }

    @Test
    void aNewSecretSignsAloneAndAChangeKeepsIt() {
        var first = make("resize", new FunctionTarget.Https(place + "/echo"));
        var second = ((Done) functions.changeSecret(fixture.acme.id(), "resize")).secret().orElseThrow();
        functions.update(fixture.acme.id(), asked("resize", new FunctionTarget.Https(place + "/other")));

        invoke(fixture.acme, "{\"FunctionName\":\"resize\"}");

        var request = got.getLast();
        assertThat(request.path()).isEqualTo("/other");
        assertThat(List.of(first, second)).map(secret -> WebhookSignature.verify(List.of(secret),
                request.header("webhook-id"), request.header("webhook-timestamp"), request.header("webhook-signature"),
                request.body(), fixture.clock().instant())).containsExactly(false, true);
    }

    @Test
    void codeAndSecretAreSealed() {
        make("resize", new FunctionTarget.JavaScript("/* needle */ exports.handler = () => 1", 16));

        var stored = fixture.get(JdbcClient.class).sql("SELECT content FROM task_function WHERE tenant_id = ?")
                .param(fixture.acme.id().value()).query(byte[].class).single();

        assertThat(new String(stored, StandardCharsets.ISO_8859_1)).doesNotContain("needle", "whsec_");
    }

    @Test
    void refusesWhatDoesNotFitByField() {
        assertThat(unfit(asked("a b", new FunctionTarget.Https("https://x.org")))).isEqualTo("name");
        assertThat(unfit(asked("a", new FunctionTarget.Https("file:///etc/passwd")))).isEqualTo("url");
        assertThat(unfit(asked("a", new FunctionTarget.Https("https://u:p@x.org")))).isEqualTo("url");
        assertThat(unfit(asked("a", new FunctionTarget.JavaScript(" ", 16)))).isEqualTo("code");
        assertThat(unfit(asked("a", new FunctionTarget.JavaScript("x".repeat(262_145), 16)))).isEqualTo("code");
        assertThat(unfit(asked("a", new FunctionTarget.JavaScript("x", 4_096)))).isEqualTo("memory");
        assertThat(unfit(asked("a", new FunctionTarget.Aws("", "a b")))).isEqualTo("function");
        assertThat(unfit(asked("a", new FunctionTarget.Aws("a b", "f")))).isEqualTo("connection");
        assertThat(unfit(new Asked("a", new FunctionTarget.Https("https://x.org"), 61, ""))).isEqualTo("timeout");
        make("taken", new FunctionTarget.Https("https://x.org"));
        assertThat(unfit(asked("taken", new FunctionTarget.Https("https://x.org")))).isEqualTo("name");
    }

    private static String unfit(Asked asked) {
        return ((Unfit) functions.create(fixture.acme.id(), asked)).field();
    }

    private static Asked asked(String name, FunctionTarget target) {
        return new Asked(name, target, 30, "");
    }

    private static String make(String name, FunctionTarget target) {
        return ((Done) functions.create(fixture.acme.id(), asked(name, target))).secret().orElse("");
    }

    private static TaskOutcome invoke(Tenant tenant, String parameters) {
        return lambda.call(IntegrationsFixture.request(tenant, INVOKE, parameters, "key:K", null));
    }

    private static TaskOutcome bare(String name, String input) {
        return lambda.call(IntegrationsFixture.request(fixture.acme,
                new TaskResource.Function("arn:aws:lambda:us-east-1:111111111111:function:" + name), input, "key:K",
                null));
    }

    private static void answer(HttpExchange exchange) throws IOException {
        var body = exchange.getRequestBody().readAllBytes();
        var path = exchange.getRequestURI().getPath();
        got.add(new Got(path, Map.copyOf(exchange.getRequestHeaders()), body));
        int status = switch (path) {
            case "/raised", "/untyped" -> 500;
            case "/bad" -> 404;
            case "/busy" -> 429;
            case "/down" -> 503;
            default -> 200;
        };
        var text = switch (path) {
            case "/echo" -> new String(body, StandardCharsets.UTF_8);
            case "/marked" -> "{\"errorMessage\":\"no\",\"errorType\":\"Declined\"}";
            case "/raised" -> "{\"errorType\":\"Broken\"}";
            case "/untyped" -> "{\"errorMessage\":\"why\"}";
            default -> "{}";
        };
        if (path.equals("/marked")) {
            exchange.getResponseHeaders().set("X-Amz-Function-Error", "Unhandled");
        }
        exchange.sendResponseHeaders(status, text.length());
        exchange.getResponseBody().write(text.getBytes(StandardCharsets.UTF_8));
        exchange.close();
    }
}
