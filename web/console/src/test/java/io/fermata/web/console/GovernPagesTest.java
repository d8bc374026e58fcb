// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import io.fermata.catalog.NewStateMachine;
import io.fermata.catalog.StateMachines;
import io.fermata.integrations.connection.Connections;
import io.fermata.language.MachineType;
import io.fermata.tenancy.Role;
import io.fermata.tenancy.TenantLimits;
import io.fermata.tenancy.audit.Audit;
import io.fermata.tenancy.mail.Mail;
import io.fermata.tenancy.mail.Outbox;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;

class GovernPagesTest extends AdminPagesTest {

    @Autowired
    Outbox outbox;

    @Autowired
    Audit audit;

    @Autowired
    Connections connections;

    @Autowired
    StateMachines machines;

    @Test
    void showsEveryPageToAnAdminAndNoneToAnotherTenant() {
        var outsider = member(tenant(), Role.ADMIN);
        for (var page : List.of("", "/menu", "/state-machines", "/executions", "/approvals", "/connections",
                "/aws-connections", "/functions", "/members",
                "/keys", "/limits",
                "/outbox", "/nodes", "/schedules", "/webhooks")) {
            assertThat(as(admin, mvc.get().uri(base + page))).as(page).hasStatusOk().bodyText().contains("</html>");
            assertThat(as(outsider, mvc.get().uri(base + page))).as(page).hasStatus(HttpStatus.NOT_FOUND);
        }
    }

    @Test
    void addsAPersonWithARole() {
        assertThat(as(admin,
                mvc.post().uri(base + "/members").with(csrf()).param("email", "new@" + tenant.slug() + ".example")
                        .param("name", "New Person").param("password", PASSWORD).param("role", "OPERATOR")))
                .hasStatus(HttpStatus.FOUND);

        assertThat(as(admin, mvc.get().uri(base + "/members"))).bodyText().contains("New Person",
                "new@" + tenant.slug() + ".example");
    }

    @Test
    void keepsTheLastAdmin() {
        assertThat(as(admin,
                mvc.post().uri(base + "/members/" + admin.id()).with(csrf()).param("act", "remove").param("role",
                        "VIEWER")))
                .hasStatus(HttpStatus.UNPROCESSABLE_CONTENT).bodyText().contains("last admin");
    }

    @Test
    void showsTheSecretOfAKeyOnce() {
        var made = as(admin, mvc.post().uri(base + "/keys").with(csrf()).param("label", "ci").param("role", "OPERATOR"))
                .exchange();

        assertThat(made).hasStatusOk().bodyText().contains("not shown again", "FRMA");
        assertThat(as(admin, mvc.get().uri(base + "/keys"))).bodyText().contains("FRMA", "ci")
                .doesNotContain("not shown again");
    }

    @Test
    void anAdminChangesTheLimitsOfHisTenantAlone() {
        var other = tenant();

        assertThat(as(admin, mvc.get().uri(base + "/limits"))).bodyText().contains("25,000 events", "256.0 KiB",
                "4.0 MiB", "Use Fermata's own limits".replace("'", "&#39;"));
        assertThat(as(admin, mvc.post().uri(base + "/limits").with(csrf()).param("limits", "FERMATA")))
                .hasStatus(HttpStatus.FOUND);

        assertThat(tenants.limits(tenant.id())).isEqualTo(TenantLimits.FERMATA);
        assertThat(tenants.limits(other.id())).isEqualTo(TenantLimits.AWS);
        assertThat(audit.page(tenant.id(), Long.MAX_VALUE, 10)).anySatisfy(entry -> {
            assertThat(entry.entry().action()).isEqualTo("tenant.change-limits");
            assertThat(entry.entry().object()).isEqualTo("FERMATA");
        });
        assertThat(as(admin, mvc.get().uri(base + "/limits"))).bodyText().contains("Use AWS");
    }

    @Test
    void nobodyButAnAdminChangesTheLimits() {
        var author = member(tenant, Role.AUTHOR);

        assertThat(as(author, mvc.get().uri(base + "/limits"))).hasStatusOk().bodyText().doesNotContain("Use Fermata");
        assertThat(as(author, mvc.post().uri(base + "/limits").with(csrf()).param("limits", "FERMATA")))
                .hasStatus(HttpStatus.FORBIDDEN);
        assertThat(as(admin, mvc.post().uri(base + "/limits").param("limits", "FERMATA")))
                .hasStatus(HttpStatus.FORBIDDEN);
        assertThat(as(admin, mvc.post().uri(base + "/limits").with(csrf()).param("limits", "NONE")))
                .hasStatus(HttpStatus.UNPROCESSABLE_CONTENT).bodyText().contains("AWS or FERMATA");
        assertThat(tenants.limits(tenant.id())).isEqualTo(TenantLimits.AWS);
    }

    @Test
    void showsTheTextOfAMailToItsTenantOnly() {
        outbox.enqueue(new Mail(tenant.id(), "ana@example.org", "Please look", "The <b>text</b>", "approvals"));
        long id = outbox.page(tenant.id(), Long.MAX_VALUE, 1).getFirst().id();
        var other = tenant();

        assertThat(as(admin, mvc.get().uri(base + "/outbox"))).bodyText().contains("Please look",
                "No mail server is configured");
        assertThat(as(admin, mvc.get().uri(base + "/outbox/" + id))).bodyText().contains("The &lt;b&gt;text&lt;/b&gt;");
        assertThat(as(member(other, Role.ADMIN), mvc.get().uri("/t/" + other.slug() + "/outbox/" + id)))
                .hasStatus(HttpStatus.NOT_FOUND);
    }

    @Test
    void takesTheSecretOfAConnectionAndNeverShowsIt() {
        assertThat(as(admin,
                mvc.post().uri(base + "/connections").with(csrf()).param("name", "payments").param("type", "BASIC")
                        .param("user", "shop").param("secret", "hunter2secret").param("hosts", "api.example.org")))
                .hasStatus(HttpStatus.FOUND);

        assertThat(as(admin, mvc.get().uri(base + "/connections"))).bodyText().contains("payments", "api.example.org")
                .doesNotContain("hunter2secret");
        assertThat(as(admin,
                mvc.post().uri(base + "/connections").with(csrf()).param("name", "bad name!").param("type", "NONE")))
                .hasStatus(HttpStatus.UNPROCESSABLE_CONTENT).bodyText().contains("bad name!", "1 to 64");
    }

    @Test
    void aConnectionIsChangedTriedAndWarnsBeforeItsMachinesLoseIt() {
        as(admin, mvc.post().uri(base + "/connections").with(csrf()).param("name", "login")
                .param("type", "OAUTH_CLIENT_CREDENTIALS").param("user", "shop").param("secret", "needle-one")
                .param("tokenEndpoint", "https://localhost/token").param("tokenMethod", "POST")
                .param("parameters", "secret header X-Pin=needle-two").param("hosts", "api.example.org")).exchange();
        var path = base + "/connections/login";

        assertThat(as(admin, mvc.get().uri(path))).hasStatusOk().bodyText()
                .contains("https://localhost/token", "secret header X-Pin=").doesNotContain("needle");
        assertThat(as(admin, mvc.post().uri(path).with(csrf()).param("act", "test"))).hasStatusOk().bodyText()
                .contains("does not lead to the public internet").doesNotContain("needle");
        assertThat(as(admin, mvc.post().uri(path).with(csrf()).param("act", "save")
                .param("type", "OAUTH_CLIENT_CREDENTIALS").param("user", "shop").param("tokenEndpoint", "no address")
                .param("parameters", "secret header X-Pin=needle-three").param("hosts", "api.example.org")))
                .hasStatus(HttpStatus.UNPROCESSABLE_CONTENT).bodyText().contains("token endpoint is an address")
                .doesNotContain("needle");

        var arn = connections.list(tenant.id()).getFirst().arn();
        machines.create(tenant.id(),
                new NewStateMachine("uses-it", MachineType.STANDARD,
                        """
                                {"StartAt":"Call","States":{"Call":{"Type":"Task","Resource":"arn:aws:states:::http:invoke","Parameters":
                                {"ApiEndpoint":"https://api.example.org","Method":"GET","Authentication":{"ConnectionArn":"%s"}},"End":true}}}
                                """
                                .formatted(arn),
                        "arn:aws:iam::111122223333:role/r", "", "", Map.of()));
        assertThat(as(admin, mvc.post().uri(path + "/delete").with(csrf())))
                .hasStatus(HttpStatus.UNPROCESSABLE_CONTENT).bodyText().contains("uses-it", "Delete all the same");
        assertThat(as(admin, mvc.post().uri(path + "/delete").with(csrf()).param("sure", "yes")))
                .hasStatus(HttpStatus.FOUND);
        assertThat(connections.list(tenant.id())).isEmpty();
    }
}
