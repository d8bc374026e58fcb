// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fermata.engine.TaskOutcome;
import io.fermata.engine.TaskOutcome.Answered;
import io.fermata.engine.TaskOutcome.Failed;
import io.fermata.engine.TaskRequest;
import io.fermata.integrations.IntegrationsFixture;
import io.fermata.language.TaskResource;
import io.fermata.tenancy.Tenant;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Connections to AWS, against a server on this machine that speaks for Lambda and for the security token service.
class AwsConnectionsTest {

    private static final TaskResource INVOKE = IntegrationsFixture.resource("lambda", "invoke",
            TaskResource.Pattern.REQUEST_RESPONSE);
    private static final String ROLE = "arn:aws:iam::333333333333:role/deploy";

    private static final List<Asked> asked = new CopyOnWriteArrayList<>();
    private static IntegrationsFixture fixture;
    private static HttpServer server;
    private static AwsConnections connections;
    private static LambdaIntegration lambda;
    private static String endpoint = "";

    private record Asked(String path, String authorization, String token, String body) {}

    @BeforeAll
    static void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", AwsConnectionsTest::answer);
        server.start();
        endpoint = "http://127.0.0.1:" + server.getAddress().getPort();
        fixture = new IntegrationsFixture(AwsConnectionsTest.class,
                "fermata.egress.allow=127.0.0.1:" + server.getAddress().getPort());
        connections = fixture.get(AwsConnections.class);
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
            connections.list(tenant.id()).forEach(one -> connections.delete(tenant.id(), one.name()));
        }
        asked.clear();
    }

    @Test
    void theFirstConnectionOfATenantSignsItsCalls() {
        make("main", "AKIAFIRSTFIRSTFIRST1", "", "");
        make("second", "AKIASECONDSECOND2222", "", "");

        assertThat(invoke(fixture.acme, null)).isInstanceOf(Answered.class);

        assertThat(asked.getLast().authorization)
                .startsWith("AWS4-HMAC-SHA256 Credential=AKIAFIRSTFIRSTFIRST1/").contains("/eu-west-1/lambda/");
    }

    @Test
    void anotherConnectionCanBeMadeTheDefault() {
        make("main", "AKIAFIRSTFIRSTFIRST1", "", "");
        make("second", "AKIASECONDSECOND2222", "", "");

        assertThat(connections.makeDefault(fixture.acme.id(), "second")).isTrue();
        assertThat(connections.makeDefault(fixture.other.id(), "second")).isFalse();

        invoke(fixture.acme, null);
        assertThat(asked.getLast().authorization).contains("AKIASECONDSECOND2222");
        assertThat(connections.list(fixture.acme.id()).stream().filter(AwsConnection::isDefault)).hasSize(1);
    }

    @Test
    void aChangedSecretSignsTheVeryNextCall() {
        make("main", "AKIAFIRSTFIRSTFIRST1", "", "");
        invoke(fixture.acme, null);

        var problem = connections.update(fixture.acme.id(),
                form("main", "AKIACHANGEDCHANGED22", "other-secret", "", "", endpoint, ""));

        assertThat(problem).isEmpty();
        invoke(fixture.acme, null);
        assertThat(asked.getLast().authorization).contains("AKIACHANGEDCHANGED22");
        assertThat(ready().secretAccessKey()).isEqualTo("other-secret");
    }

    @Test
    void anEmptySecretKeepsTheStoredOne() {
        make("main", "AKIAFIRSTFIRSTFIRST1", "", "");

        connections.update(fixture.acme.id(), form("main", "AKIACHANGEDCHANGED22", "", "", "", endpoint, ""));

        assertThat(ready().secretAccessKey()).isEqualTo("s3cr3t-key");
    }

    @Test
    void theConnectionsRoleIsAssumedOnceUntilItsCredentialsExpire() {
        make("main", "AKIAFIRSTFIRSTFIRST1", ROLE, "ext-7");

        invoke(fixture.acme, null);
        invoke(fixture.acme, null);

        assertThat(stsCalls()).hasSize(1);
        assertThat(stsCalls().getFirst().body).contains("Action=AssumeRole",
                "RoleArn=arn%3Aaws%3Aiam%3A%3A333333333333%3Arole%2Fdeploy", "ExternalId=ext-7",
                "RoleSessionName=fermata-111111111111");
        assertThat(asked.getLast().authorization).contains("Credential=ASIATEMPORARY1111111/");
        assertThat(asked.getLast().token).isEqualTo("session-token");

        fixture.clock().advance(Duration.ofMinutes(56));
        invoke(fixture.acme, null);

        assertThat(stsCalls()).hasSize(2);
    }

    @Test
    void theRoleOfAStateIsAssumedThroughTheConnection() {
        make("main", "AKIAFIRSTFIRSTFIRST1", "", "");

        assertThat(invoke(fixture.acme, "arn:aws:iam::444444444444:role/of-state")).isInstanceOf(Answered.class);

        assertThat(stsCalls()).hasSize(1);
        assertThat(stsCalls().getFirst().body).contains("role%2Fof-state").doesNotContain("ExternalId");
        assertThat(asked.getLast().authorization).contains("Credential=ASIATEMPORARY1111111/");
    }

    @Test
    void aRoleThatMayNotBeAssumedFailsTheTaskInTheWordsOfAws() {
        make("main", "AKIAFIRSTFIRSTFIRST1", "", "");

        assertThat(invoke(fixture.acme, "arn:aws:iam::444444444444:role/refused")).isEqualTo(new Failed(
                "States.TaskFailed",
                "The role arn:aws:iam::111111111111:role/machine is not authorized to assume the task state's role, arn:aws:iam::444444444444:role/refused."));
    }

    @Test
    void aFailureOfTheTokenServiceIsAnotherError() {
        make("main", "AKIAFIRSTFIRSTFIRST1", "", "");

        assertThat(invoke(fixture.acme, "arn:aws:iam::444444444444:role/broken")).isEqualTo(new Failed(
                "Lambda.SdkClientException",
                "The role arn:aws:iam::444444444444:role/broken could not be assumed: the security token service answered 503."));
    }

    @Test
    void aTenantWithoutAConnectionIsToldWhereToMakeOne() {
        make("main", "AKIAFIRSTFIRSTFIRST1", "", "");

        assertThat(invoke(fixture.other, null)).isInstanceOfSatisfying(Failed.class, failed -> {
            assertThat(failed.error()).isEqualTo("Lambda.SdkClientException");
            assertThat(failed.cause()).contains("https://fermata.example.org/t/other/aws-connections")
                    .doesNotContain("AKIAFIRST");
        });
        assertThat(asked).isEmpty();
    }

    @Test
    void aTenantDoesNotSeeAnothersConnections() {
        make("main", "AKIAFIRSTFIRSTFIRST1", "", "");

        assertThat(connections.list(fixture.other.id())).isEmpty();
        assertThat(connections.find(fixture.other.id(), "main")).isEmpty();
        assertThat(connections.delete(fixture.other.id(), "main")).isFalse();
        assertThat(fixture.get(AwsAccess.class).named(fixture.other.id(), "main"))
                .isInstanceOfSatisfying(AwsAccess.Answer.Missing.class, missing -> assertThat(missing.sentence())
                        .startsWith("This tenant has no AWS connection 'main'."));
        assertThat(connections.update(fixture.other.id(),
                form("main", "AKIAOTHEROTHEROTHER1", "x", "", "", endpoint, ""))).isPresent();
    }

    @Test
    void theEndpointOfASingleServiceComesFirst() {
        create(form("main", "AKIAFIRSTFIRSTFIRST1", "s3cr3t-key", "", "", "https://unused.example.org",
                "lambda=" + endpoint + "\n"));

        assertThat(invoke(fixture.acme, null)).isInstanceOf(Answered.class);
        assertThat(ready().endpoint("Sqs")).hasToString("https://unused.example.org");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            http://127.0.0.1:1,         must have a host name
            http://169.254.169.254,     must have a host name
            http://localhost:9,         must begin with https
            https://localhost,          does not lead to the public internet
            https://localhost:8443,     The port 8443
            """)
    void noEndpointLeadsInside(String address, String why) {
        create(form("main", "AKIAFIRSTFIRSTFIRST1", "s3cr3t-key", "", "", address, ""));

        assertThat(invoke(fixture.acme, null)).isInstanceOfSatisfying(Failed.class, failed -> {
            assertThat(failed.error()).isEqualTo("Lambda.SdkClientException");
            assertThat(failed.cause()).contains(why);
        });
        assertThat(fixture.get(AwsConnectionCheck.class).check(fixture.acme.id(), "main").works()).isFalse();
    }

    @Test
    void aTryAsksWhoTheCallerIs() {
        make("main", "AKIAFIRSTFIRSTFIRST1", "", "");

        assertThat(fixture.get(AwsConnectionCheck.class).check(fixture.acme.id(), "main")).isEqualTo(
                new AwsConnectionCheck.Tried(true,
                        "AWS knows this connection as arn:aws:iam::333333333333:user/fermata."));
        assertThat(asked.getLast().body).contains("Action=GetCallerIdentity");
    }

    @Test
    void theSecretIsSealedAndNotPrinted() {
        make("main", "AKIAFIRSTFIRSTFIRST1", "", "");

        var stored = fixture.get(JdbcClient.class).sql("SELECT secret FROM aws_connection WHERE tenant_id = ?")
                .param(fixture.acme.id().value()).query(byte[].class).single();

        assertThat(new String(stored, StandardCharsets.ISO_8859_1)).doesNotContain("s3cr3t");
        assertThat(ready().toString()).doesNotContain("s3cr3t");
        assertThat(connections.open(fixture.acme.id(), "main").orElseThrow().toString()).doesNotContain("s3cr3t");
    }

    @ParameterizedTest
    @CsvSource(nullValues = "none", delimiter = '|', textBlock = """
            name            | a b  | eu-west-1 | AKIAFIRSTFIRSTFIRST1 | secret | ''                        | ''  | ''                  | ''
            region          | main | EU West   | AKIAFIRSTFIRSTFIRST1 | secret | ''                        | ''  | ''                  | ''
            accessKeyId     | main | eu-west-1 | short                | secret | ''                        | ''  | ''                  | ''
            secretAccessKey | main | eu-west-1 | AKIAFIRSTFIRSTFIRST1 | ''     | ''                        | ''  | ''                  | ''
            roleArn         | main | eu-west-1 | AKIAFIRSTFIRSTFIRST1 | secret | role                      | ''  | ''                  | ''
            externalId      | main | eu-west-1 | AKIAFIRSTFIRSTFIRST1 | secret | ''                        | abc | ''                  | ''
            endpoint        | main | eu-west-1 | AKIAFIRSTFIRSTFIRST1 | secret | ''                        | ''  | ftp://x             | ''
            endpoint        | main | eu-west-1 | AKIAFIRSTFIRSTFIRST1 | secret | ''                        | ''  | https://u:p@x.org   | ''
            endpoints       | main | eu-west-1 | AKIAFIRSTFIRSTFIRST1 | secret | ''                        | ''  | ''                  | nothing=https://x.org
            endpoints       | main | eu-west-1 | AKIAFIRSTFIRSTFIRST1 | secret | ''                        | ''  | ''                  | s3
            """)
    void refusesWhatDoesNotFitByField(String field, String name, String region, String key, String secret, String role,
            String external, String address, String endpoints) {
        var problem = connections.create(fixture.acme.id(),
                new AwsConnectionForm(name, region, key, secret, role, external, address, endpoints, ""));

        assertThat(problem.orElseThrow().field()).isEqualTo(field);
        assertThat(connections.list(fixture.acme.id())).isEmpty();
    }

    private static AwsAccess.Answer.Ready ready() {
        return (AwsAccess.Answer.Ready) fixture.get(AwsAccess.class).of(fixture.acme.id());
    }

    private static void make(String name, String key, String role, String externalId) {
        create(form(name, key, "s3cr3t-key", role, externalId, endpoint, ""));
    }

    private static void create(AwsConnectionForm form) {
        assertThat(connections.create(fixture.acme.id(), form)).isEmpty();
    }

    private static AwsConnectionForm form(String name, String key, String secret, String role, String externalId,
            String address, String endpoints) {
        return new AwsConnectionForm(name, "eu-west-1", key, secret, role, externalId, address, endpoints, "");
    }

    private static TaskOutcome invoke(Tenant tenant, @Nullable String role) {
        var plain = IntegrationsFixture.request(tenant, INVOKE, "{\"FunctionName\":\"echo\"}", "key:K", null);
        return lambda.call(new TaskRequest(plain.tenant(), plain.executionNo(), plain.scheduled(), plain.starters(),
                plain.executionArn(), plain.executionName(), plain.stateMachineArn(), plain.stateName(),
                plain.resource(), plain.parameters(), plain.taskToken(), plain.idempotencyKey(), plain.timeout(),
                new TaskRequest.Roles("arn:aws:iam::111111111111:role/machine", role), plain.longestAnswer()));
    }

    private static List<Asked> stsCalls() {
        return asked.stream().filter(one -> one.body.contains("Action=AssumeRole")).toList();
    }

    private static void answer(HttpExchange exchange) throws IOException {
        var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        var headers = exchange.getRequestHeaders();
        asked.add(new Asked(exchange.getRequestURI().getPath(), String.valueOf(headers.getFirst("Authorization")),
                String.valueOf(headers.getFirst("X-Amz-Security-Token")), body));
        int status = 200;
        String text = "{}";
        if (body.contains("Action=GetCallerIdentity")) {
            text = "<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::333333333333:user/fermata</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>";
        } else if (body.contains("role%2Frefused")) {
            status = 403;
            text = "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>";
        } else if (body.contains("role%2Fbroken")) {
            status = 503;
            text = "<ErrorResponse><Error><Code>ServiceUnavailable</Code></Error></ErrorResponse>";
        } else if (body.contains("Action=AssumeRole")) {
            text = "<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>ASIATEMPORARY1111111</AccessKeyId><SecretAccessKey>temporary</SecretAccessKey><SessionToken>session-token</SessionToken><Expiration>"
                    + fixture.clock().instant().plus(Duration.ofHours(1))
                    + "</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>";
        }
        exchange.sendResponseHeaders(status, text.length());
        exchange.getResponseBody().write(text.getBytes(StandardCharsets.UTF_8));
        exchange.close();
    }
}
