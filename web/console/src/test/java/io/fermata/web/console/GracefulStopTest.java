// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.fermata.tenancy.Members;
import io.fermata.tenancy.Role;
import io.fermata.tenancy.Tenants;
import io.fermata.tenancy.Users;
import java.io.IOException;
import java.io.InputStream;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/// A server of its own, because it is stopped here.
class GracefulStopTest {

    private static final String WAITS = """
            {"StartAt":"Hold","States":{"Hold":{"Type":"Wait","Seconds":3600,"End":true}}}""";

    private final HttpClient browser = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .cookieHandler(new CookieManager()).build();

    @Test
    void stopsWithoutWaitingForOpenPages() throws Exception {
        var server = new SpringApplicationBuilder(ConsoleApplication.class).run("--server.port=0",
                "--server.shutdown=graceful", "--spring.lifecycle.timeout-per-shutdown-phase=40s",
                "--fermata.data-directory=target/data/graceful-stop", "--spring.jpa.open-in-view=false",
                "--spring.jpa.properties.hibernate.jdbc.time_zone=UTC", "--spring.session.jdbc.initialize-schema=never",
                "--spring.flyway.enabled=false", "--spring.main.banner-mode=off", "--logging.level.root=WARN");
        try (server) {
            var stream = openPage(server);

            assertTimeout(Duration.ofSeconds(20), server::close);

            assertThat(new String(stream.readAllBytes(), StandardCharsets.UTF_8)).contains("data:");
        } finally {
            browser.shutdownNow();
        }
    }

    /// Signs in, starts an execution, opens its page's stream.
    private InputStream openPage(ConfigurableApplicationContext server) throws Exception {
        var tenant = ((Tenants.Created) server.getBean(Tenants.class).create("000000000001", "acme", "Acme")).tenant();
        var user = ((Users.Registered) server.getBean(Users.class).create("ana@example.org", "Ana",
                ConsoleTest.PASSWORD)).user();
        server.getBean(Members.class).put(tenant.id(), user.id(), Role.ADMIN);
        var origin = "http://127.0.0.1:" + server.getEnvironment().getRequiredProperty("local.server.port");
        post(origin + "/signin", origin + "/signin", Map.of("email", user.email(), "password", ConsoleTest.PASSWORD));
        post(origin + "/t/acme/new-state-machine", origin + "/t/acme/new-state-machine",
                Map.of("name", "waits", "definition", WAITS, "act", "save"));
        var machine = origin + "/t/acme/state-machines/waits";
        post(machine + "/start", machine + "/start", Map.of("execution", "w1", "input", "{}"));
        var stream = ConsoleTest.stream(get(machine + "/executions/w1", BodyHandlers.ofString()));
        var body = get(origin + stream.replaceAll("rev=\\d+", "rev=0"), BodyHandlers.ofInputStream());
        assertThat(new String(body.readNBytes("event:rev".length()), StandardCharsets.UTF_8)).isEqualTo("event:rev");
        return body;
    }

    private <T> T get(String uri, BodyHandler<T> body) throws IOException, InterruptedException {
        var response = browser.send(HttpRequest.newBuilder(URI.create(uri)).build(), body);
        assertThat(response.statusCode()).as(uri).isEqualTo(200);
        return response.body();
    }

    private void post(String form, String target, Map<String, String> fields) throws Exception {
        var token = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"").matcher(get(form, BodyHandlers.ofString()));
        assertThat(token.find()).as("the form's token").isTrue();
        var content = fields.entrySet().stream().map(field -> field.getKey() + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&", "_csrf=" + encoded(token.group(1)) + "&", ""));
        var response = browser.send(HttpRequest.newBuilder(URI.create(target))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(content)).build(), BodyHandlers.ofString());
        assertThat(response.statusCode()).as(target).isEqualTo(302);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
