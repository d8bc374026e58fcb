// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fermata.engine.TaskOutcome;
import io.fermata.engine.TaskOutcome.Answered;
import io.fermata.engine.TaskOutcome.Failed;
import io.fermata.integrations.IntegrationsFixture;
import io.fermata.integrations.connection.Authorization;
import io.fermata.integrations.connection.ConnectionCheck;
import io.fermata.integrations.connection.Connections;
import io.fermata.integrations.connection.Connections.NewConnection;
import io.fermata.integrations.connection.Parameter;
import io.fermata.integrations.connection.Parameter.Place;
import io.fermata.language.TaskResource;
import io.fermata.tenancy.Tenant;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// OAuth connections and parameters, against a server on this machine that gives tokens and takes the newest one.
class OAuthConnectionTest {

    private static final TaskResource RESOURCE = IntegrationsFixture.resource("http", "invoke",
            TaskResource.Pattern.REQUEST_RESPONSE);
    private static final String SECRET = "client-secret-needle";

    private static final List<Asked> tokens = new CopyOnWriteArrayList<>();
    private static final List<Asked> calls = new CopyOnWriteArrayList<>();
    private static final AtomicInteger newest = new AtomicInteger();
    private static volatile int tokenStatus = 200;
    private static volatile boolean refusing;
    private static IntegrationsFixture fixture;
    private static HttpServer server;
    private static Connections connections;
    private static HttpIntegration http;
    private static String place = "";

    private record Asked(String line, String authorization, String key, String tenant, String body) {}

    @BeforeAll
    static void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/token", OAuthConnectionTest::giveToken);
        server.createContext("/api", OAuthConnectionTest::takeToken);
        server.start();
        place = "http://127.0.0.1:" + server.getAddress().getPort();
        fixture = new IntegrationsFixture(OAuthConnectionTest.class,
                "fermata.egress.allow=127.0.0.1:" + server.getAddress().getPort());
        connections = fixture.get(Connections.class);
        http = fixture.get(HttpIntegration.class);
    }

    @AfterAll
    static void stop() {
        server.stop(0);
        fixture.close();
    }

    @BeforeEach
    void begin() {
        tokenStatus = 200;
        refusing = false;
        tokens.clear();
        calls.clear();
    }

    @AfterEach
    void forget() {
        for (var tenant : List.of(fixture.acme, fixture.other)) {
            connections.list(tenant.id()).forEach(one -> connections.delete(tenant.id(), one.name()));
        }
    }

    @Test
    void oneTokenServesManyCallsUntilShortlyBeforeItExpires() {
        var arn = make(oauth(SECRET, false));

        assertThat(call(arn)).isInstanceOf(Answered.class);
        assertThat(call(arn)).isInstanceOf(Answered.class);

        assertThat(tokens).hasSize(1);
        assertThat(tokens.getFirst().line).isEqualTo("POST /token");
        assertThat(tokens.getFirst().body).isEqualTo(
                "grant_type=client_credentials&client_id=shop&client_secret=" + SECRET + "&scope=orders");

        fixture.clock().advance(Duration.ofMinutes(59).plusSeconds(1));
        call(arn);

        assertThat(tokens).hasSize(2);
    }

    @Test
    void theClientMayProveItselfInTheHeader() {
        call(make(oauth(SECRET, true)));

        assertThat(tokens.getFirst().authorization).startsWith("Basic ");
        assertThat(tokens.getFirst().body).isEqualTo("grant_type=client_credentials&scope=orders");
    }

    @Test
    void aTokenThatIsNotTakenIsFetchedAnewOnceWithTheSameKey() {
        var arn = make(oauth(SECRET, false));
        call(arn);
        newest.incrementAndGet();
        calls.clear();

        assertThat(call(arn)).isInstanceOf(Answered.class);

        assertThat(tokens).hasSize(2);
        assertThat(calls).hasSize(2);
        assertThat(calls.getFirst().key).isNotEmpty().isEqualTo(calls.getLast().key);
    }

    @Test
    void anEndpointThatTakesNoTokenIsAskedTwiceAndNotForEver() {
        refusing = true;

        assertThat(call(make(oauth(SECRET, false)))).isInstanceOfSatisfying(Failed.class,
                failed -> assertThat(failed.error()).isEqualTo("States.Http.StatusCode.401"));

        assertThat(calls).hasSize(2);
    }

    @Test
    void neitherTheSecretNorTheTokenReachesTheHistory() {
        var arn = make(oauth(SECRET, false));

        var answered = call(arn).toString();
        tokenStatus = 400;
        connections.update(fixture.acme.id(), named(oauth("another-" + SECRET, false)));
        var failed = call(arn);

        assertThat(answered).contains("you sent", "*****").doesNotContain("token-");
        assertThat(failed).isEqualTo(new Failed("Events.ConnectionResource.InvalidConnectionState",
                "The connection 'crm' has no token: its token endpoint answered with status 400."));
    }

    @Test
    void aChangedSecretFetchesANewTokenAtOnce() {
        var arn = make(oauth(SECRET, false));
        call(arn);

        connections.update(fixture.acme.id(), named(oauth("changed", false)));
        call(arn);

        assertThat(tokens).hasSize(2);
        assertThat(tokens.getLast().body).contains("client_secret=changed");
    }

    @Test
    void anEmptySecretKeepsTheStoredOne() {
        var arn = make(oauth(SECRET, false));

        connections.update(fixture.acme.id(), named(oauth("", true)));

        assertThat(connections.open(fixture.acme.id(), arn).orElseThrow().authorization())
                .isEqualTo(oauth(SECRET, true));
    }

    @Test
    void oneTenantsTokenIsNotAnothers() {
        var arn = make(oauth(SECRET, false));
        call(arn);

        assertThat(call(fixture.other, arn)).isInstanceOfSatisfying(Failed.class,
                failed -> assertThat(failed.error()).isEqualTo("Events.ConnectionResource.ResourceNotFound"));
        assertThat(calls).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            http://127.0.0.1:1/token,      must have a host name
            http://169.254.169.254/token,  must have a host name
            https://localhost/token,       does not lead to the public internet
            """)
    void noTokenEndpointLeadsInside(String address, String why) {
        var arn = make(new Authorization.OAuth(address, "POST", "shop", SECRET, false, List.of()));

        assertThat(call(arn)).isInstanceOfSatisfying(Failed.class, failed -> {
            assertThat(failed.error()).isEqualTo("Events.ConnectionResource.InvalidConnectionState");
            assertThat(failed.cause()).contains(why).doesNotContain(SECRET);
        });
        assertThat(fixture.get(ConnectionCheck.class).check(fixture.acme.id(), "crm").works()).isFalse();
    }

    @Test
    void aTryFetchesAToken() {
        make(oauth(SECRET, false));

        assertThat(fixture.get(ConnectionCheck.class).check(fixture.acme.id(), "crm"))
                .isEqualTo(new ConnectionCheck.Tried(true, "The token endpoint gave a token."));
    }

    @Test
    void parametersOfAConnectionGoIntoEachRequestAndWinOverTheAuthors() {
        var parameters = List.of(new Parameter(Place.HEADER, "X-Shop", "7", false),
                new Parameter(Place.QUERY, "region", "eu west", false),
                new Parameter(Place.BODY, "pin", "secret-pin", true));
        var made = (Connections.Created) connections.create(fixture.acme.id(),
                new NewConnection("crm", oauth(SECRET, false), List.of("127.0.0.1"), "", parameters));

        var outcome = call(made.connection().arn());

        assertThat(calls.getFirst().line).isEqualTo("POST /api?a=1&region=eu%20west");
        assertThat(calls.getFirst().tenant).isEqualTo("7");
        assertThat(calls.getFirst().body).isEqualTo("{\"pin\":\"secret-pin\",\"x\":1}");
        assertThat(outcome.toString()).doesNotContain("secret-pin");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            header X-Shop=7            | header X-Shop=7
            secret  body  pin = 12     | secret body pin=
            query a=b=c                | query a=b=c
            """)
    void parametersAreWrittenWithoutSecrets(String line, String shown) {
        assertThat(Parameter.read(line)).isInstanceOfSatisfying(Parameter.Read.class,
                read -> assertThat(Parameter.write(read.parameters())).isEqualTo(shown));
        assertThat(Parameter.read("cookie a=secret")).isInstanceOfSatisfying(Parameter.Unreadable.class,
                unreadable -> assertThat(unreadable.sentence()).startsWith("Line 1 ").doesNotContain("a=secret"));
    }

    private static Authorization.OAuth oauth(String secret, boolean inHeader) {
        return new Authorization.OAuth(place + "/token", "POST", "shop", secret, inHeader,
                List.of(new Parameter(Place.BODY, "scope", "orders", false)));
    }

    private static NewConnection named(Authorization authorization) {
        return new NewConnection("crm", authorization, List.of("127.0.0.1"), "");
    }

    private static String make(Authorization authorization) {
        return ((Connections.Created) connections.create(fixture.acme.id(), named(authorization))).connection().arn();
    }

    private static TaskOutcome call(String arn) {
        return call(fixture.acme, arn);
    }

    private static TaskOutcome call(Tenant tenant, String arn) {
        return http.call(IntegrationsFixture.request(tenant, RESOURCE, """
                {"ApiEndpoint":"%s/api?a=1","Method":"POST","Authentication":{"ConnectionArn":"%s"},
                 "Headers":{"X-Shop":"author"},"RequestBody":{"pin":"author","x":1}}""".formatted(place, arn), "key:K",
                null));
    }

    private static void giveToken(HttpExchange exchange) throws IOException {
        tokens.add(asked(exchange));
        answer(exchange, tokenStatus, "{\"access_token\":\"token-" + newest.incrementAndGet()
                + "\",\"token_type\":\"bearer\",\"expires_in\":3600}");
    }

    private static void takeToken(HttpExchange exchange) throws IOException {
        var asked = asked(exchange);
        calls.add(asked);
        boolean taken = !refusing && asked.authorization.equals("Bearer token-" + newest.get());
        answer(exchange, taken ? 200 : 401, "{\"you sent\":\"" + asked.authorization + "\",\"and\":"
                + (asked.body.isEmpty() ? "{}" : asked.body) + "}");
    }

    private static Asked asked(HttpExchange exchange) throws IOException {
        var headers = exchange.getRequestHeaders();
        return new Asked(exchange.getRequestMethod() + " " + exchange.getRequestURI(),
                String.valueOf(headers.getFirst("Authorization")), String.valueOf(headers.getFirst("Idempotency-Key")),
                String.valueOf(headers.getFirst("X-Shop")),
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        exchange.sendResponseHeaders(status, body.length());
        exchange.getResponseBody().write(body.getBytes(StandardCharsets.UTF_8));
        exchange.close();
    }
}
