// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import io.fermata.engine.ExecutionStatus;
import io.fermata.scheduler.EventEndpoints;
import io.fermata.tenancy.Role;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;

class EventEndpointPagesTest extends AdminPagesTest {

    private static final String URL = "https://hooks.example.org/executions?key=1";

    @Autowired
    EventEndpoints endpoints;

    @Autowired
    JdbcClient jdbc;

    private String pages;

    @BeforeEach
    void findPages() {
        pages = base + "/event-endpoints";
    }

    @Test
    void showsTheSecretOnceAndWhatTheEndpointHears() {
        var made = as(admin, mvc.post().uri(pages).with(csrf()).param("name", "ops").param("url", URL)
                .param("status", "FAILED", "TIMED_OUT")).exchange();

        assertThat(made).hasStatusOk().bodyText().contains("whsec_", "not shown again");
        assertThat(as(admin, mvc.get().uri(pages))).hasStatusOk().bodyText()
                .contains("ops", URL, "Failed, Timed out", "None yet").doesNotContain("whsec_");
        assertThat(endpoints.list(tenant.id())).singleElement().satisfies(one -> assertThat(one.statuses())
                .containsExactlyInAnyOrder(ExecutionStatus.FAILED, ExecutionStatus.TIMED_OUT));
        assertThat(audited("event-endpoint.create")).isEqualTo(1);
    }

    @Test
    void saysWhatIsWrongAndKeepsWhatWasTyped() {
        assertThat(as(admin, mvc.post().uri(pages).with(csrf()).param("name", "ops").param("url", "ftp://x")
                .param("status", "FAILED"))).hasStatus(HttpStatus.UNPROCESSABLE_CONTENT).bodyText()
                .contains("https://hooks.example.org/executions, of up to 2048 characters", "ftp://x");
        assertThat(as(admin, mvc.post().uri(pages).with(csrf()).param("name", "ops").param("url", URL)))
                .hasStatus(HttpStatus.UNPROCESSABLE_CONTENT).bodyText().contains("Choose at least one status.");
        assertThat(as(admin, mvc.post().uri(pages).with(csrf()).param("name", "ops").param("url", URL)
                .param("machine", "none").param("status", "FAILED"))).hasStatus(HttpStatus.UNPROCESSABLE_CONTENT)
                .bodyText().contains("There is no state machine of the name none.");
        assertThat(endpoints.list(tenant.id())).isEmpty();
    }

    @Test
    void deletesAnEndpoint() {
        as(admin, mvc.post().uri(pages).with(csrf()).param("name", "ops").param("url", URL).param("status", "FAILED"))
                .exchange();

        assertThat(as(admin, mvc.post().uri(pages + "/ops").with(csrf()).param("act", "delete")))
                .hasStatus(HttpStatus.FOUND);

        assertThat(endpoints.list(tenant.id())).isEmpty();
        assertThat(audited("event-endpoint.delete")).isEqualTo(1);
    }

    @Test
    void isClosedToOtherTenantsAndToWhoMayNotWriteConnections() {
        as(admin, mvc.post().uri(pages).with(csrf()).param("name", "ops").param("url", URL).param("status", "FAILED"))
                .exchange();
        var operator = member(tenant, Role.OPERATOR);
        var strangers = tenant();
        var stranger = member(strangers, Role.ADMIN);

        assertThat(as(operator, mvc.get().uri(pages))).hasStatusOk().bodyText().contains("ops")
                .doesNotContain("Create endpoint");
        assertThat(as(operator, mvc.post().uri(pages + "/ops").with(csrf()).param("act", "delete")))
                .hasStatus(HttpStatus.FORBIDDEN);
        assertThat(as(member(tenant, Role.VIEWER), mvc.get().uri(pages))).hasStatus(HttpStatus.FORBIDDEN);
        assertThat(as(stranger, mvc.get().uri(pages))).hasStatus(HttpStatus.NOT_FOUND);
        assertThat(as(stranger, mvc.post().uri("/t/" + strangers.slug() + "/event-endpoints/ops").with(csrf())
                .param("act", "delete"))).hasStatus(HttpStatus.NOT_FOUND);
        assertThat(as(admin, mvc.post().uri(pages + "/ops").param("act", "delete"))).hasStatus(HttpStatus.FORBIDDEN);
        assertThat(endpoints.list(tenant.id())).hasSize(1);
    }

    private int audited(String action) {
        return jdbc.sql("SELECT COUNT(*) FROM audit WHERE tenant_id = ? AND action = ?").param(tenant.id().value())
                .param(action).query(Integer.class).single();
    }
}
