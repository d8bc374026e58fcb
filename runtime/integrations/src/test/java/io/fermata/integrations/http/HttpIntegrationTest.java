// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fermata.engine.Limits;
import io.fermata.engine.TaskOutcome;
import io.fermata.engine.TaskOutcome.Answered;
import io.fermata.engine.TaskOutcome.Failed;
import io.fermata.engine.TriedCall;
import io.fermata.engine.TaskRequest;
import io.fermata.integrations.IntegrationsFixture;
import io.fermata.integrations.connection.Authorization;
import io.fermata.integrations.connection.Connections;
import io.fermata.language.Json;
import io.fermata.language.TaskResource;
import io.fermata.tenancy.Tenant;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// HTTP tasks against a server on this machine, which the operator's list opens.
class HttpIntegrationTest {

    private static final TaskResource RESOURCE = IntegrationsFixture.resource("http", "invoke",
            TaskResource.Pattern.REQUEST_RESPONSE);

    private static IntegrationsFixture fixture;
    private static HttpServer server;
    private static HttpIntegration http;
    private static volatile Received received = new Received("", "", Map.of(), "");

    private record Received(String method, String uri, Map<String, List<String>> headers, String body) {

        String header(String name) {
            return headers.getOrDefault(name, List.of("")).getFirst();
        }
    }

    @BeforeAll
    static void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/ok", exchange -> answer(exchange, 201, "application/json", "{\"id\":7}"));
        server.createContext("/text", exchange -> answer(exchange, 200, "text/plain", "plain words"));
        server.createContext("/empty", exchange -> answer(exchange, 204, "text/plain", ""));
        server.createContext("/bad", exchange -> answer(exchange, 422, "application/json", "{\"why\":\"no\"}"));
        server.createContext("/bare", exchange -> answer(exchange, 503, "text/plain", ""));
        server.createContext("/picture", exchange -> answer(exchange, 200, "image/png", "png"));
        server.createContext("/large", exchange -> answer(exchange, 200, "text/plain", "x".repeat(262_145)));
        server.createContext("/echo", exchange -> answer(exchange, 200, "text/plain",
                "you sent " + exchange.getRequestHeaders().getFirst("X-Key")));
        server.start();
        fixture = new IntegrationsFixture(HttpIntegrationTest.class,
                "fermata.egress.allow=127.0.0.1:" + server.getAddress().getPort());
        http = fixture.get(HttpIntegration.class);
    }

    @AfterAll
    static void stop() {
        server.stop(0);
        fixture.close();
    }

    @Test
    void sendsBodyQueryAndHeadersAndShowsTheAnswer() {
        var outcome = call("/ok",
                """
                        ,"Method":"POST","Headers":{"X-Trace":"t1"},"QueryParameters":{"a b":["1","2&3"]},"RequestBody":{"x":1}""");

        assertThat(outcome).isInstanceOfSatisfying(Answered.class, answered -> {
            assertThat(answered.output().path("StatusCode").intValue()).isEqualTo(201);
            assertThat(answered.output().path("StatusText").stringValue()).isEqualTo("Created");
            assertThat(answered.output().path("ResponseBody")).isEqualTo(Json.parse("{\"id\":7}"));
            assertThat(answered.output().path("Headers").path("content-type").get(0).stringValue())
                    .isEqualTo("application/json");
        });
        assertThat(received.method()).isEqualTo("POST");
        assertThat(received.uri()).isEqualTo("/ok?a%20b=1&a%20b=2%263");
        assertThat(received.body()).isEqualTo("{\"x\":1}");
        assertThat(received.header("X-trace")).isEqualTo("t1");
        assertThat(received.header("Content-type")).isEqualTo("application/json; charset=UTF-8");
        assertThat(received.header("User-agent")).isEqualTo("Amazon|StepFunctions|HttpInvoke|us-east-1");
        assertThat(received.header("Range")).isEqualTo("bytes=0-262144");
    }

    @Test
    void sendsTheAttemptsKeyUnlessTheAuthorSetOne() {
        call("/ok", ",\"Method\":\"GET\"");
        var ours = received.header("Idempotency-key");

        call("/ok", ",\"Method\":\"GET\",\"Headers\":{\"Idempotency-Key\":\"mine\"}");

        assertThat(ours).startsWith("arn:aws:states:us-east-1:111111111111:execution:m:").endsWith("#5");
        assertThat(received.header("Idempotency-key")).isEqualTo("mine");
    }

    @Test
    void sendsBasicCredentials() {
        var arn = connection(fixture.acme, "basic", new Authorization.Basic("ada", "s3cret"), "127.0.0.1");

        call(fixture.acme, arn, "/ok", ",\"Method\":\"GET\"");

        assertThat(received.header("Authorization")).isEqualTo("Basic YWRhOnMzY3JldA==");
    }

    @Test
    void sendsAnApiKeyAndKeepsItOutOfTheHistoryEvenIfItIsEchoed() {
        var arn = connection(fixture.acme, "key", new Authorization.ApiKey("X-Key", "very-secret"), "127.0.0.1");

        var outcome = call(fixture.acme, arn, "/echo", ",\"Method\":\"GET\"");

        assertThat(received.header("X-key")).isEqualTo("very-secret");
        assertThat(outcome).isInstanceOfSatisfying(Answered.class, answered -> assertThat(
                answered.output().path("ResponseBody").stringValue()).isEqualTo("you sent *****"));
    }

    @Test
    void tellsATestOfTheExchangeWithoutItsSecrets() {
        var tried = tryOut("told", false);

        var exchange = Objects.requireNonNull(tried.exchange());
        assertThat(exchange.request().method()).isEqualTo("POST");
        assertThat(exchange.request().url()).endsWith("/echo");
        assertThat(exchange.request().body()).isEqualTo("{\"x\":\"*****\"}");
        assertThat(exchange.request().headers()).containsKey("User-Agent").doesNotContainKey("X-Key");
        var response = Objects.requireNonNull(exchange.response());
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.statusText()).isEqualTo("OK");
        assertThat(response.body()).isEqualTo("you sent *****");
    }

    @Test
    void tellsATestOfTheSecretsWhereTheyAreToBeRevealed() {
        var tried = tryOut("revealed", true);

        var exchange = Objects.requireNonNull(tried.exchange());
        assertThat(exchange.request().headers()).containsEntry("X-Key", List.of("very-secret"));
        assertThat(Objects.requireNonNull(exchange.response()).body()).isEqualTo("you sent very-secret");
        assertThat(tried.outcome()).isInstanceOfSatisfying(Answered.class, answered -> assertThat(
                answered.output().path("ResponseBody").stringValue()).isEqualTo("you sent *****"));
    }

    private static TriedCall tryOut(String name, boolean reveal) {
        var arn = connection(fixture.acme, name, new Authorization.ApiKey("X-Key", "very-secret"), "127.0.0.1");
        return http.tryOut(IntegrationsFixture.request(fixture.acme, RESOURCE, """
                {"ApiEndpoint":"http://127.0.0.1:%d/echo","Method":"POST","RequestBody":{"x":"very-secret"},
                 "InvocationConfig":{"ConnectionArn":"%s"}}""".formatted(server.getAddress().getPort(), arn), "key:K",
                null), reveal);
    }

    @Test
    void sendsCredentialsOnlyToTheHostsOfTheConnection() {
        var arn = connection(fixture.acme, "elsewhere", new Authorization.ApiKey("X-Key", "very-secret"),
                "*.example.org");
        received = new Received("", "", Map.of(), "");

        var outcome = call(fixture.acme, arn, "/ok", ",\"Method\":\"GET\"");

        assertThat(error(outcome)).isEqualTo("Events.ConnectionResource.AccessDenied");
        assertThat(received.method()).isEmpty();
    }

    @Test
    void anotherTenantsConnectionDoesNotExist() {
        var arn = connection(fixture.acme, "ours", new Authorization.None(), "");

        assertThat(error(call(fixture.other, arn, "/ok", ",\"Method\":\"GET\"")))
                .isEqualTo("Events.ConnectionResource.ResourceNotFound");
    }

    @ParameterizedTest
    @CsvSource({"INDICES,array%5B0%5D=a&array%5B1%5D=b", "REPEAT,array=a&array=b", "COMMAS,'array=a,b'",
            "BRACKETS,array%5B%5D=a&array%5B%5D=b"})
    void encodesAFormAsTheTransformSays(String format, String text) {
        call("/ok", """
                ,"Method":"POST","Headers":{"Content-Type":"application/x-www-form-urlencoded"},
                "RequestBody":{"array":["a","b"],"metadata":{"order_details":"x y"}},
                "Transform":{"RequestBodyEncoding":"URL_ENCODED","RequestEncodingOptions":{"ArrayFormat":"%s"}}"""
                .formatted(format));

        assertThat(received.body()).isEqualTo(text + "&metadata%5Border_details%5D=x%20y");
    }

    @ParameterizedTest
    @CsvSource({"/bad,States.Http.StatusCode.422,{\"why\":\"no\"}",
            "/bare,States.Http.StatusCode.503,Service Unavailable",
            "/nothing,States.Http.StatusCode.404,<h1>404 Not Found</h1>No context found for request",
            "/picture,States.Runtime,The endpoint answered with content that is not text (image/png).",
            "/large,States.DataLimitExceeded,The state/task 'http' returned a result with a size exceeding the maximum number of bytes service limit."})
    void namesWhatWentWrong(String path, String error, String cause) {
        assertThat(call(path, ",\"Method\":\"GET\"")).isEqualTo(new Failed(error, cause));
    }

    @Test
    void readsAsMuchAsTheExecutionCanTake() {
        var arn = connection(fixture.acme, "much", new Authorization.None(), "");

        var outcome = http.call(IntegrationsFixture.under(Limits.FERMATA, request(fixture.acme, arn, "/large",
                ",\"Method\":\"GET\"")));

        assertThat(outcome).isInstanceOfSatisfying(Answered.class,
                answered -> assertThat(answered.output().path("ResponseBody").stringValue()).hasSize(262_145));
        assertThat(received.header("Range")).isEqualTo("bytes=0-" + Limits.FERMATA.payloadBytes());
    }

    @Test
    void showsTextAsText() {
        assertThat(call("/text", ",\"Method\":\"GET\"")).isInstanceOfSatisfying(Answered.class,
                answered -> assertThat(answered.output().path("ResponseBody").stringValue())
                        .isEqualTo("plain words"));
        assertThat(call("/empty", ",\"Method\":\"DELETE\"")).isInstanceOfSatisfying(Answered.class,
                answered -> assertThat(answered.output().path("ResponseBody").stringValue()).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://169.254.169.254/latest/meta-data", "https://127.0.0.1:9/", "http://10.0.0.1/",
            "https://2130706433/", "file:///etc/passwd"})
    void refusesInsideAddresses(String url) {
        var arn = connection(fixture.acme, "open" + Math.abs(url.hashCode()), new Authorization.None(), "");

        var outcome = http.call(IntegrationsFixture.request(fixture.acme, RESOURCE, """
                {"ApiEndpoint":"%s","Method":"GET","Authentication":{"ConnectionArn":"%s"}}""".formatted(url, arn),
                "key:K", null));

        assertThat(error(outcome)).isEqualTo("States.Runtime");
    }

    @ParameterizedTest
    @ValueSource(strings = {",\"Method\":\"TRACE\"", ",\"Method\":\"GET\",\"Headers\":{\"Host\":\"x\"}",
            ",\"Method\":\"GET\",\"Headers\":{\"X-Amz-Date\":\"x\"}", ",\"Method\":\"GET\",\"Colour\":1", ""})
    void refusesParametersThatDoNotFit(String parameters) {
        assertThat(error(call("/ok", parameters))).isEqualTo("States.Runtime");
    }

    private static TaskOutcome call(String path, String parameters) {
        var arn = fixture.get(Connections.class).list(fixture.acme.id()).stream()
                .filter(one -> one.name().equals("plain")).map(one -> one.arn()).findFirst()
                .orElseGet(() -> connection(fixture.acme, "plain", new Authorization.None(), ""));
        return call(fixture.acme, arn, path, parameters);
    }

    private static TaskOutcome call(Tenant tenant, String arn, String path, String parameters) {
        return http.call(request(tenant, arn, path, parameters));
    }

    private static TaskRequest request(Tenant tenant, String arn, String path, String parameters) {
        return IntegrationsFixture.request(tenant, RESOURCE, """
                {"ApiEndpoint":"http://127.0.0.1:%d%s","InvocationConfig":{"ConnectionArn":"%s"}%s}"""
                .formatted(server.getAddress().getPort(), path, arn, parameters), "key:K", null);
    }

    private static String connection(Tenant tenant, String name, Authorization authorization, String host) {
        var made = fixture.get(Connections.class).create(tenant.id(),
                new Connections.NewConnection(name, authorization, List.of(host), ""));
        return ((Connections.Created) made).connection().arn();
    }

    private static String error(TaskOutcome outcome) {
        return String.valueOf(((Failed) outcome).error());
    }

    private static void answer(HttpExchange exchange, int status, String type, String body) throws IOException {
        var text = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        received = new Received(exchange.getRequestMethod(), exchange.getRequestURI().toString(),
                Map.copyOf(exchange.getRequestHeaders()), text);
        exchange.getResponseHeaders().set("Content-Type", type);
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
