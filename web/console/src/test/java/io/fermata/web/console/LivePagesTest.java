// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import io.fermata.node.Executions;
import io.fermata.node.testing.TestNode;
import io.fermata.tenancy.Role;
import io.fermata.tenancy.User;
import io.fermata.web.console.live.Watching;
import java.io.UnsupportedEncodingException;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.web.server.context.WebServerGracefulShutdownLifecycle;
import org.springframework.http.HttpStatus;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

class LivePagesTest extends AuthorPagesTest {

    private static final String WAITS = """
            {"StartAt":"Hold","States":{"Hold":{"Type":"Wait","Seconds":3600,"End":true}}}""";

    @Autowired
    Executions executions;

    @Autowired
    Watching watching;

    private User viewer;
    private User admin;
    private String page;
    private String stream;

    @BeforeEach
    void start() {
        viewer = member(tenant, Role.VIEWER);
        admin = member(tenant, Role.ADMIN);
        page = base + "/state-machines/waits/executions/w1";
        create("waits", WAITS);
        assertThat(as(author, mvc.post().uri(base + "/state-machines/waits/start").with(csrf()).param("execution",
                "w1"))).hasStatus(HttpStatus.FOUND);
        TestNode.await("the wait", () -> text(as(viewer, mvc.get().uri(page)).exchange()).contains("Waits at "));
        stream = stream(text(as(viewer, mvc.get().uri(page)).exchange()));
    }

    private static String text(MvcTestResult result) {
        try {
            return result.getResponse().getContentAsString();
        } catch (UnsupportedEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The number inside the house of the execution that the stream is about.
    private long number() {
        var found = Pattern.compile("execution=(\\w+)").matcher(stream);
        assertThat(found.find()).isTrue();
        return Long.parseLong(found.group(1), Character.MAX_RADIX);
    }

    @Test
    void pokesAnOpenPageWhenItsExecutionMoves() {
        var open = as(viewer, mvc.get().uri(stream)).asyncExchange();

        assertThat(as(author, mvc.post().uri(page + "/stop").with(csrf()))).hasStatus(HttpStatus.FOUND);

        TestNode.await("a poke", () -> text(open).contains("event:rev\ndata:"));
        assertThat(text(open)).doesNotContain("data:" + stream.substring(stream.lastIndexOf('=') + 1) + "\n");
        assertThat(open.getResponse().getContentType()).startsWith("text/event-stream");
    }

    @Test
    void hidesTheStreamFromAnotherTenant() {
        var otherTenant = tenant();
        var other = member(otherTenant, Role.ADMIN);

        assertThat(as(other, mvc.get().uri(stream))).hasStatus(HttpStatus.NOT_FOUND);
        assertThat(as(other, mvc.get().uri(stream.replace(base, "/t/" + otherTenant.slug()))))
                .hasStatus(HttpStatus.NOT_FOUND);
        assertThat(as(viewer, mvc.get().uri(base + "/live?execution=no-number"))).hasStatus(HttpStatus.NOT_FOUND);
    }

    @Test
    void endsTheStreamsBeforeTheServerWaitsForOpenRequests() {
        var open = as(viewer, mvc.get().uri(stream)).asyncExchange();

        watching.stop();
        try {
            assertThatCode(() -> open.getMvcResult().getAsyncResult(5_000)).doesNotThrowAnyException();
            assertThat(as(viewer, mvc.get().uri(stream))).hasStatus(HttpStatus.TOO_MANY_REQUESTS);
        } finally {
            watching.start();
        }
        assertThat(watching.getPhase()).isGreaterThan(WebServerGracefulShutdownLifecycle.SMART_LIFECYCLE_PHASE);
    }

    @Test
    void letsOnlyAnAdminReleaseWhatWasSetAside() {
        executions.table().quarantine(tenant.id(), number(), "a broken record");
        assertThat(as(admin, mvc.get().uri(base + "/nodes"))).bodyText().contains("a broken record", "Release w1");

        assertThat(release(viewer, base)).hasStatus(HttpStatus.FORBIDDEN);
        assertThat(executions.reads().find(tenant.id(), number()).orElseThrow().quarantineReason())
                .isEqualTo("a broken record");

        assertThat(release(admin, base)).hasStatus(HttpStatus.FOUND);
        assertThat(executions.reads().find(tenant.id(), number()).orElseThrow().quarantineReason()).isNull();
    }

    @Test
    void releasesNothingOfAnotherTenant() {
        executions.table().quarantine(tenant.id(), number(), "a broken record");
        var otherTenant = tenant();

        assertThat(release(member(otherTenant, Role.ADMIN), "/t/" + otherTenant.slug()))
                .hasStatus(HttpStatus.NOT_FOUND);

        assertThat(executions.reads().find(tenant.id(), number()).orElseThrow().quarantineReason())
                .isEqualTo("a broken record");
    }

    private MvcTestResult release(User user, String place) {
        return as(user,
                mvc.post().uri(place + "/nodes/release").with(csrf()).param("execution", Long.toString(number())))
                .exchange();
    }
}
