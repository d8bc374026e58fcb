// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import io.fermata.integrations.aws.AwsConnections;
import io.fermata.tenancy.Role;
import io.fermata.tenancy.Tenant;
import io.fermata.tenancy.User;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester.MockMvcRequestBuilder;

class AwsConnectionPagesTest extends ConsoleTest {

    private static final String SECRET = "needle/secret+access+key";

    @Autowired
    AwsConnections connections;

    @Autowired
    JdbcClient jdbc;

    private Tenant tenant;
    private User admin;
    private String base;

    @BeforeEach
    void makeTenant() {
        tenant = tenant();
        admin = member(tenant, Role.ADMIN);
        base = "/t/" + tenant.slug() + "/aws-connections";
    }

    @Test
    void aConnectionIsMadeChangedAndDeletedAndItsSecretNeverShown() {
        assertThat(as(admin, fields(mvc.post().uri(base).param("name", "main"), "AKIAFIRSTFIRSTFIRST1", SECRET)))
                .hasStatus(HttpStatus.FOUND);
        assertThat(as(admin, fields(mvc.post().uri(base + "/main").param("act", "save"), "AKIACHANGEDCHANGED22", "")))
                .hasStatus(HttpStatus.FOUND);

        assertThat(as(admin, mvc.get().uri(base))).hasStatusOk().bodyText()
                .contains("main", "default", "eu-west-1", "AKIACHANGEDCHANGED22").doesNotContain(SECRET, "needle");
        assertThat(as(admin, mvc.get().uri(base + "/main"))).hasStatusOk().bodyText()
                .contains("AKIACHANGEDCHANGED22", "Leave it empty").doesNotContain(SECRET, "needle");

        assertThat(as(admin, mvc.post().uri(base + "/main").with(csrf()).param("act", "delete")))
                .hasStatus(HttpStatus.UNPROCESSABLE_CONTENT).bodyText().contains("Delete all the same");
        assertThat(as(admin, mvc.post().uri(base + "/main").with(csrf()).param("act", "delete").param("sure", "yes")))
                .hasStatus(HttpStatus.FOUND);
        assertThat(connections.list(tenant.id())).isEmpty();
        assertThat(
                jdbc.sql("SELECT CONCAT(action, ' ', object, ' ', detail) FROM audit WHERE tenant_id = ? ORDER BY id")
                        .param(tenant.id().value()).query(String.class).list())
                .map(String::strip)
                .contains("aws-connection.create main", "aws-connection.update main", "aws-connection.delete main")
                .noneMatch(entry -> entry.contains("needle"));
    }

    @Test
    void aWrongFieldIsNamedAndTheFormKeptWithoutTheSecret() {
        assertThat(as(admin, fields(mvc.post().uri(base).param("name", "bad name!"), "AKIAFIRSTFIRSTFIRST1", SECRET)))
                .hasStatus(HttpStatus.UNPROCESSABLE_CONTENT).bodyText()
                .contains("1 to 64", "bad name!", "AKIAFIRSTFIRSTFIRST1").doesNotContain("needle");
    }

    @Test
    void aTryShowsWhyAConnectionIsOfNoUse() {
        as(admin, fields(mvc.post().uri(base).param("name", "inside").param("endpoint", "http://localhost:1"),
                "AKIAFIRSTFIRSTFIRST1", SECRET)).exchange();

        assertThat(as(admin, mvc.post().uri(base + "/inside").with(csrf()).param("act", "test"))).hasStatusOk()
                .bodyText().contains("The address must begin with https").doesNotContain("needle");
    }

    @Test
    void rolesAndTenantsAreKeptApart() {
        as(admin, fields(mvc.post().uri(base).param("name", "main"), "AKIAFIRSTFIRSTFIRST1", SECRET)).exchange();
        var operator = member(tenant, Role.OPERATOR);
        var viewer = member(tenant, Role.VIEWER);
        var outsider = member(tenant(), Role.ADMIN);

        assertThat(as(operator, mvc.get().uri(base + "/main"))).hasStatusOk().bodyText().doesNotContain("Save changes");
        assertThat(as(operator, mvc.post().uri(base + "/main").with(csrf()).param("act", "delete")))
                .hasStatus(HttpStatus.FORBIDDEN);
        assertThat(as(viewer, mvc.get().uri(base))).hasStatus(HttpStatus.FORBIDDEN);
        assertThat(as(outsider, mvc.get().uri(base + "/main"))).hasStatus(HttpStatus.NOT_FOUND);
        assertThat(as(admin, mvc.get().uri(base + "/nothing"))).hasStatus(HttpStatus.NOT_FOUND);
    }

    private static MockMvcRequestBuilder fields(MockMvcRequestBuilder request, String key, String secret) {
        return request.with(csrf()).param("region", "eu-west-1").param("accessKeyId", key).param("secretAccessKey",
                secret);
    }
}
