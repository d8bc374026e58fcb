// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.fermata.engine.TaskIntegration;
import io.fermata.integrations.aws.AwsConnectionCheck;
import io.fermata.integrations.aws.AwsConnectionForm;
import io.fermata.integrations.aws.AwsConnections;
import io.fermata.integrations.aws.LambdaIntegration;
import io.fermata.integrations.connection.Authorization;
import io.fermata.integrations.connection.ConnectionCheck;
import io.fermata.integrations.connection.Connections;
import io.fermata.integrations.connection.Connections.NewConnection;
import io.fermata.integrations.connection.Parameter;
import io.fermata.integrations.function.FunctionTarget;
import io.fermata.integrations.function.Functions;
import io.fermata.integrations.http.HttpIntegration;
import io.fermata.language.TaskResource;
import io.fermata.language.TaskResource.Pattern;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;

/// A canary in every secret that a tenant gives, calls that go well and calls that go wrong in every way, and a look at all
/// that comes out: outcomes, which histories keep, answers to people, the log, and the rows of the tables.
@ExtendWith(OutputCaptureExtension.class)
class SecretsStayInsideTest {

    private static final String CANARY = "canary-7f3a";
    private static final String KEY = "AKIAFIRSTFIRSTFIRST1";

    private final List<String> seen = new ArrayList<>();

    @Test
    void noSecretIsInOutcomesAnswersLogOrRows(CapturedOutput output) throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            // whatever comes is sent back, as a careless service does
            var headers = exchange.getRequestHeaders().entrySet().stream().map(Object::toString).toList();
            var text = exchange.getRequestURI() + " " + headers + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            var path = exchange.getRequestURI().getPath();
            var body = (path.equals("/token") ? "{\"access_token\":\"" + CANARY + "-token\"}" : text)
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(path.endsWith("/broken") ? 500 : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        var place = "http://127.0.0.1:" + server.getAddress().getPort();
        try (var fixture = new IntegrationsFixture(SecretsStayInsideTest.class, "logging.level.io.fermata=DEBUG",
                "fermata.egress.allow=127.0.0.1:" + server.getAddress().getPort())) {
            for (var address : List.of(place, "http://127.0.0.1:1", "https://localhost",
                    "https://no-such-host.invalid")) {
                http(fixture, address);
                aws(fixture, address);
                function(fixture, address);
            }
            var rows = fixture.get(JdbcClient.class)
                    .sql("""
                            SELECT CONCAT(CONVERT(secret USING latin1), allowed_hosts, description) FROM connection WHERE tenant_id = ?
                            UNION ALL SELECT CONCAT(CONVERT(secret USING latin1), endpoint, description) FROM aws_connection WHERE tenant_id = ?
                            UNION ALL SELECT CONVERT(content USING latin1) FROM task_function WHERE tenant_id = ?
                            """)
                    .param(fixture.acme.id().value()).param(fixture.acme.id().value())
                    .param(fixture.acme.id().value()).query((row, _) -> row.getString(1)).list();
            assertThat(rows).hasSizeGreaterThan(2);
            seen.addAll(rows);
        } finally {
            server.stop(0);
        }

        assertThat(seen).hasSizeGreaterThan(40).noneMatch(text -> text.contains(CANARY));
        assertThat(output.getAll()).contains("Migrating schema").doesNotContain(CANARY);
    }

    private void http(IntegrationsFixture fixture, String address) {
        var connections = fixture.get(Connections.class);
        var parameters = List.of(new Parameter(Parameter.Place.HEADER, "X-Pin", CANARY + "-header", true),
                new Parameter(Parameter.Place.QUERY, "pin", CANARY + "-query", true),
                new Parameter(Parameter.Place.BODY, "pin", CANARY + "-body", true));
        for (var authorization : List.of(new Authorization.Basic("user", CANARY + "-password"),
                new Authorization.ApiKey("X-Key", CANARY + "-key"), new Authorization.OAuth(address + "/token", "POST",
                        "client", CANARY + "-client", true, parameters))) {
            var asked = new NewConnection("crm", authorization,
                    List.of("127.0.0.1", "localhost", "no-such-host.invalid"), "", parameters);
            seen.add(asked.toString());
            var made = connections.create(fixture.acme.id(), asked);
            seen.add(made.toString());
            seen.add(connections.find(fixture.acme.id(), "crm").toString());
            seen.add(fixture.get(ConnectionCheck.class).check(fixture.acme.id(), "crm").toString());
            var arn = ((Connections.Created) made).connection().arn();
            var resource = IntegrationsFixture.resource("http", "invoke", Pattern.REQUEST_RESPONSE);
            for (var path : List.of("/ok", "/broken")) {
                var parametersOfTask = """
                        {"ApiEndpoint":"%s%s","Method":"POST","RequestBody":{},"Authentication":{"ConnectionArn":"%s"}}
                        """.formatted(address, path, arn);
                call(fixture, fixture.get(HttpIntegration.class), resource, parametersOfTask);
                seen.add(fixture.get(HttpIntegration.class).tryOut(IntegrationsFixture.request(fixture.acme, resource,
                        parametersOfTask, "key:K", null), false).toString());
            }
            connections.delete(fixture.acme.id(), "crm");
        }
        connections.create(fixture.acme.id(), new NewConnection("left-" + Math.abs(address.hashCode()),
                new Authorization.Basic("user", CANARY), List.of("x.example.org"), ""));
    }

    private void aws(IntegrationsFixture fixture, String address) {
        var connections = fixture.get(AwsConnections.class);
        connections.list(fixture.acme.id()).forEach(one -> connections.delete(fixture.acme.id(), one.name()));
        for (var role : List.of("arn:aws:iam::333333333333:role/x", "")) {
            var form = new AwsConnectionForm("main", "eu-west-1", KEY, CANARY + "-secret", role, "", address, "", "");
            seen.add(form.toString());
            connections.delete(fixture.acme.id(), "main");
            seen.add(connections.create(fixture.acme.id(), form).toString());
            seen.add(fixture.get(AwsConnectionCheck.class).check(fixture.acme.id(), "main").toString());
            call(fixture, fixture.get(LambdaIntegration.class),
                    IntegrationsFixture.resource("lambda", "invoke", Pattern.REQUEST_RESPONSE),
                    "{\"FunctionName\":\"in-aws\"}");
        }
    }

    private void function(IntegrationsFixture fixture, String address) {
        var functions = fixture.get(Functions.class);
        for (var path : List.of("/ok", "/broken")) {
            functions.delete(fixture.acme.id(), "f");
            var made = (Functions.Done) functions.create(fixture.acme.id(), new Functions.Asked("f",
                    new FunctionTarget.Https(address + path), 5, ""));
            var secret = made.secret().orElseThrow().substring("whsec_".length());
            seen.add(made.toString().replace(secret, CANARY));
            var before = seen.size();
            call(fixture, fixture.get(LambdaIntegration.class),
                    IntegrationsFixture.resource("lambda", "invoke", Pattern.REQUEST_RESPONSE),
                    "{\"FunctionName\":\"f\"}");
            seen.set(before, seen.get(before).replace(secret, CANARY));
        }
    }

    private void call(IntegrationsFixture fixture, TaskIntegration integration, TaskResource resource,
            String parameters) {
        seen.add(integration.call(IntegrationsFixture.request(fixture.acme, resource, parameters, "key:K", null))
                .toString());
    }
}
