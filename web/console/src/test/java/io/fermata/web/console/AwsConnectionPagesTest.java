// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import io.fermata.integrations.aws.AwsConnections;
import io.fermata.tenancy.Role;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester.MockMvcRequestBuilder;

class AwsConnectionPagesTest extends AdminPagesTest {

    private static final String SECRET = "needle/secret+access+key";

    @Autowired
    AwsConnections connections;

    @Autowired
    JdbcClient jdbc;

    private String pages;

    @BeforeEach
    void findPages() {
        pages = base + "/aws-connections";
    }

    @Test
    void aConnectionIsMadeChangedAndDeletedAndItsSecretNeverShown() {
        assertThat(as(admin, fields(mvc.post().uri(pages).param("name", "main"), "AKIAFIRSTFIRSTFIRST1", SECRET)))
                .hasStatus(HttpStatus.FOUND);
        assertThat(as(admin, fields(mvc.post().uri(pages + "/main").param("act", "save"), "AKIACHANGEDCHANGED22", "")))
                .hasStatus(HttpStatus.FOUND);

        assertThat(as(admin, mvc.get().uri(pages))).hasStatusOk().bodyText()
                .contains("main", "default", "eu-west-1", "AKIACHANGEDCHANGED22").doesNotContain(SECRET, "needle");
        assertThat(as(admin, mvc.get().uri(pages + "/main"))).hasStatusOk().bodyText()
                .contains("AKIACHANGEDCHANGED22", "Leave it empty").doesNotContain(SECRET, "needle");

        assertThat(as(admin, mvc.post().uri(pages + "/main").with(csrf()).param("act", "delete")))
                .hasStatus(HttpStatus.UNPROCESSABLE_CONTENT).bodyText().contains("Delete all the same");
        assertThat(as(admin, mvc.post().uri(pages + "/main").with(csrf()).param("act", "delete").param("sure", "yes")))
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
        assertThat(as(admin, fields(mvc.post().uri(pages).param("name", "bad name!"), "AKIAFIRSTFIRSTFIRST1", SECRET)))
                .hasStatus(HttpStatus.UNPROCESSABLE_CONTENT).bodyText()
                .contains("1 to 64", "bad name!", "AKIAFIRSTFIRSTFIRST1").doesNotContain("needle");
    }

    @Test
    void aTryShowsWhyAConnectionIsOfNoUse() {
        as(admin, fields(mvc.post().uri(pages).param("name", "inside").param("endpoint", "http://localhost:1"),
                "AKIAFIRSTFIRSTFIRST1", SECRET)).exchange();

        assertThat(as(admin, mvc.post().uri(pages + "/inside").with(csrf()).param("act", "test"))).hasStatusOk()
                .bodyText().contains("The address must begin with https").doesNotContain("needle");
    }

    @Test
    void rolesAndTenantsAreKeptApart() {
        as(admin, fields(mvc.post().uri(pages).param("name", "main"), "AKIAFIRSTFIRSTFIRST1", SECRET)).exchange();
        var operator = member(tenant, Role.OPERATOR);
        var viewer = member(tenant, Role.VIEWER);
        var outsider = member(tenant(), Role.ADMIN);

        assertThat(as(operator, mvc.get().uri(pages + "/main"))).hasStatusOk().bodyText()
                .doesNotContain("Save changes");
        assertThat(as(operator, mvc.post().uri(pages + "/main").with(csrf()).param("act", "delete")))
                .hasStatus(HttpStatus.FORBIDDEN);
        assertThat(as(viewer, mvc.get().uri(pages))).hasStatus(HttpStatus.FORBIDDEN);
        assertThat(as(outsider, mvc.get().uri(pages + "/main"))).hasStatus(HttpStatus.NOT_FOUND);
        assertThat(as(admin, mvc.get().uri(pages + "/nothing"))).hasStatus(HttpStatus.NOT_FOUND);
    }

    private static MockMvcRequestBuilder fields(MockMvcRequestBuilder request, String key, String secret) {
        return request.with(csrf()).param("region", "eu-west-1").param("accessKeyId", key).param("secretAccessKey",
                secret);
    }
}
