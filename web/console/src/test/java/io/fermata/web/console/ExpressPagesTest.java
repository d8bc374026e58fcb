// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import io.fermata.node.testing.TestNode;
import io.fermata.tenancy.Role;
import java.io.UnsupportedEncodingException;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Express state machines in the console, without any script.
class ExpressPagesTest extends AuthorPagesTest {

    private static final String FAILS = """
            {"StartAt":"P","States":{"P":{"Type":"Pass","Next":"F"},
            "F":{"Type":"Fail","Error":"Bad <b>luck</b>","Cause":"why"}}}""";

    @Autowired
    JdbcClient jdbc;

    private void create(String name) {
        assertThat(as(author, mvc.post().uri(base + "/new-state-machine").with(csrf()).param("name", name)
                .param("type", "EXPRESS").param("definition", FAILS).param("act", "save")))
                .hasRedirectedUrl(base + "/state-machines/" + name);
    }

    private String start(String name) {
        var answer = as(author, mvc.post().uri(base + "/state-machines/" + name + "/start").with(csrf())
                .param("input", "{\"canary\":7}").param("execution", "mine")).exchange();
        assertThat(answer).hasStatus(HttpStatus.FOUND);
        return Objects.requireNonNull(answer.getResponse().getRedirectedUrl());
    }

    private String page(String path) {
        try {
            var answer = as(author, mvc.get().uri(path)).exchange();
            assertThat(answer).hasStatusOk();
            return answer.getResponse().getContentAsString();
        } catch (UnsupportedEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void startsAnExpressExecutionAndShowsWhatItsMachineLogs() {
        create("quick");
        var path = start("quick");

        assertThat(path).startsWith(base + "/state-machines/quick/express/mine/");
        TestNode.await("the log of the end", () -> page(path).contains("ExecutionFailed"));

        assertThat(page(path)).contains("Failed", "FailStateEntered", "Bad &lt;b&gt;luck&lt;/b&gt; · why", "canary",
                "all events").doesNotContain("<b>luck</b>", "http-equiv=\"refresh\"");
        assertThat(page(base + "/state-machines/quick")).contains(path, "express", "as far as they are logged");
        assertThat(as(author, mvc.get().uri(base + "/state-machines/quick/executions/mine"))).hasRedirectedUrl(path);
        assertThat(as(author, mvc.get().uri(base + "/state-machines/quick/executions/other")))
                .hasRedirectedUrl(base + "/state-machines/quick");
    }

    @Test
    void saysThatNothingIsKnownWhereNothingIsLogged() {
        create("silent");
        jdbc.sql("UPDATE revision SET logging = '{\"level\":\"OFF\"}' WHERE tenant_id = ?").param(tenant.id().value())
                .update();
        jdbc.sql("UPDATE state_machine SET logging = '{\"level\":\"OFF\"}' WHERE tenant_id = ?")
                .param(tenant.id().value()).update();

        assertThat(page(start("silent"))).contains("Nothing is known of this execution", "loggingConfiguration");
    }

    @Test
    void anotherTenantSeesNothingOfIt() {
        create("private");
        var path = start("private");
        var stranger = member(tenant(), Role.ADMIN);

        assertThat(as(stranger, mvc.get().uri(path))).hasStatus(HttpStatus.NOT_FOUND);
    }

    @Test
    void checksADefinitionByTheRulesOfItsType() {
        assertThat(as(author, mvc.post().uri(base + "/check").with(csrf()).header("HX-Request", "true")
                .param("type", "EXPRESS").param("definition", """
                        {"StartAt":"T","States":{"T":{"Type":"Task","End":true,
                        "Resource":"arn:aws:states:::sqs:sendMessage.waitForTaskToken",
                        "Parameters":{"QueueUrl":"q","MessageBody.$":"$$.Task.Token"}}}}"""))).hasStatusOk()
                .bodyText().contains("Express state machine does not support");
    }
}
