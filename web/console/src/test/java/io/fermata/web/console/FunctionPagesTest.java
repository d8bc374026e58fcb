// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import io.fermata.integrations.aws.AwsConnectionForm;
import io.fermata.integrations.aws.AwsConnections;
import io.fermata.integrations.function.Functions;
import io.fermata.tenancy.Role;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;

class FunctionPagesTest extends AdminPagesTest {

    @Autowired
    Functions functions;

    @Autowired
    AwsConnections connections;

    private String pages;

    @BeforeEach
    void findPages() {
        pages = base + "/functions";
    }

    @Test
    void theSecretOfAnEndpointIsShownOnce() {
        var made = as(admin, mvc.post().uri(pages).with(csrf()).param("name", "resize").param("kind", "HTTPS")
                .param("timeout", "10").param("url", "https://functions.example.org/resize")).exchange();

        assertThat(made).hasStatusOk().bodyText().contains("whsec_", "not shown again");
        assertThat(as(admin, mvc.get().uri(pages + "/resize"))).hasStatusOk().bodyText()
                .contains("https://functions.example.org/resize").doesNotContain("whsec_");
        assertThat(as(admin, mvc.post().uri(pages + "/resize").with(csrf()).param("act", "secret"))).hasStatusOk()
                .bodyText().contains("whsec_");
        assertThat(as(admin, mvc.get().uri(pages))).bodyText().contains("resize", "endpoint").doesNotContain("whsec_");
    }

    @Test
    void codeIsWrittenTriedChangedAndDeleted() {
        as(admin, mvc.post().uri(pages).with(csrf()).param("name", "add").param("kind", "JAVASCRIPT")
                .param("timeout", "20").param("memory", "16")
                .param("code", "exports.handler = (event) => { console.log('<b>'); return event.a + 1 }")).exchange();

        assertThat(as(admin,
                mvc.post().uri(pages + "/add").with(csrf()).param("act", "try").param("payload", "{\"a\":41}")))
                .hasStatusOk().bodyText().contains("It returned", "42", "&lt;b&gt;");
        assertThat(
                as(admin, mvc.post().uri(pages + "/add").with(csrf()).param("act", "try").param("payload", "no json")))
                .hasStatusOk().bodyText().contains("It failed", "not JSON");
        assertThat(as(admin,
                mvc.post().uri(pages + "/add").with(csrf()).param("act", "save").param("kind", "JAVASCRIPT")
                        .param("timeout", "99").param("memory", "16").param("code", "x")))
                .hasStatus(HttpStatus.UNPROCESSABLE_CONTENT).bodyText().contains("1 to 60 seconds");
        as(admin, mvc.post().uri(pages + "/add").with(csrf()).param("act", "delete")).exchange();

        assertThat(functions.list(tenant.id())).isEmpty();
    }

    @Test
    void aConnectionThatAFunctionNamesIsNotDeleted() {
        connections.create(tenant.id(), new AwsConnectionForm("production", "eu-west-1", "AKIAFIRSTFIRSTFIRST1",
                "secret", "", "", "", "", ""));
        as(admin, mvc.post().uri(pages).with(csrf()).param("name", "resize").param("kind", "AWS").param("timeout", "10")
                .param("connection", "production").param("function", "resize")).exchange();

        assertThat(as(admin, mvc.post().uri("/t/" + tenant.slug() + "/aws-connections/production").with(csrf())
                .param("act", "delete").param("sure", "yes"))).hasStatus(HttpStatus.UNPROCESSABLE_CONTENT).bodyText()
                .contains("Functions name this connection: resize");
        assertThat(connections.list(tenant.id())).hasSize(1);
    }

    @Test
    void whoMayNotWriteConnectionsMayNotWriteFunctions() {
        as(admin, mvc.post().uri(pages).with(csrf()).param("name", "resize").param("kind", "HTTPS")
                .param("timeout", "10").param("url", "https://functions.example.org/resize")).exchange();
        var operator = member(tenant, Role.OPERATOR);

        assertThat(as(operator, mvc.get().uri(pages + "/resize"))).hasStatusOk().bodyText()
                .doesNotContain("Save changes", "Try it");
        assertThat(as(operator, mvc.post().uri(pages + "/resize").with(csrf()).param("act", "try")))
                .hasStatus(HttpStatus.FORBIDDEN);
        assertThat(as(member(tenant(), Role.ADMIN), mvc.get().uri(pages + "/resize"))).hasStatus(HttpStatus.NOT_FOUND);
    }
}
