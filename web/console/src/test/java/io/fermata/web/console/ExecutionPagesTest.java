// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import io.fermata.node.testing.TestNode;
import io.fermata.tenancy.Role;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;

class ExecutionPagesTest extends AuthorPagesTest {

    private static final String WAITS = """
            {"StartAt":"Fork","States":{"Fork":{"Type":"Parallel","Next":"Hold","Branches":[
            {"StartAt":"Left","States":{"Left":{"Type":"Pass","Result":{"side":"<i>left</i>"},"End":true}}},
            {"StartAt":"Right","States":{"Right":{"Type":"Pass","End":true}}}]},
            "Hold":{"Type":"Wait","Seconds":3600,"Next":"After"},"After":{"Type":"Pass","End":true}}}""";
    private static final String FAILS = """
            {"StartAt":"Break","States":{"Break":{"Type":"Fail","Error":"Payment.Declined","Cause":"No funds"}}}""";

    private String start(String machine, String definition, String execution) {
        create(machine, definition);
        var page = base + "/state-machines/" + machine + "/executions/" + execution;
        assertThat(as(author, mvc.post().uri(base + "/state-machines/" + machine + "/start").with(csrf())
                .param("execution", execution).param("input", "{\"order\":7}"))).hasStatus(HttpStatus.FOUND)
                .hasRedirectedUrl(page);
        return page;
    }

    private String text(String page) throws Exception {
        return as(author, mvc.get().uri(page)).exchange().getResponse().getContentAsString();
    }

    private String await(String page, String text) {
        TestNode.await(text, () -> {
            try {
                return text(page).contains(text);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        return page;
    }

    @Test
    void saysUntilWhenAnExecutionWaits() throws Exception {
        var page = await(start("waits", WAITS, "w1"), "Waits at ");

        assertThat(text(page)).contains("Waiting until", "<b>Hold</b>", "ParallelStateSucceeded", "data-stream=",
                "Stop…");
    }

    @Test
    void showsInputAndOutputOfTheChosenStateAsText() throws Exception {
        var page = await(start("waits", WAITS, "w2"), "Waits at ");

        assertThat(text(page + "?s=Left")).contains("aria-label=\"Input JSON\"", "aria-label=\"Output JSON\"",
                "&lt;i&gt;left&lt;/i&gt;", "aria-current=\"true\"").doesNotContain("<i>left</i>");
    }

    @Test
    void answersAScriptWithTheLivePartAlone() throws Exception {
        var page = await(start("waits", WAITS, "w3"), "Waits at ");

        assertThat(as(author, mvc.get().uri(page).header("HX-Request", "true"))).hasStatusOk().bodyText()
                .contains("id=\"live\"", "hx-get=").doesNotContain("<html");
    }

    @Test
    void saysWhereAndWhyAnExecutionFailed() throws Exception {
        var page = await(start("fails", FAILS, "f1"), "Failed at ");

        assertThat(text(page)).contains("<b>Break</b>", "Payment.Declined, No funds").doesNotContain("Stop…");
        assertThat(text(base + "/executions?status=FAILED&machine=fails")).contains("executions/f1");
        assertThat(text(base + "/executions?status=SUCCEEDED")).doesNotContain("executions/f1");
    }

    @Test
    void stopsAfterAQuestion() throws Exception {
        var page = await(start("waits", WAITS, "w4"), "Waits at ");
        assertThat(text(page + "/stop")).contains("Keep it running");

        assertThat(as(author, mvc.post().uri(page + "/stop").with(csrf()).param("cause", "wrong order")))
                .hasStatus(HttpStatus.FOUND);

        await(page, "Stopped at ");
        assertThat(text(page)).contains("wrong order");
    }

    @Test
    void redrivesAfterShowingWhatThatDoesAgain() throws Exception {
        var page = await(start("fails", FAILS, "f4"), "Failed at ");
        assertThat(text(page)).contains("Redrive…");
        assertThat(text(page + "/redrive")).contains("Done again", "<b class=\"wrap\">Break</b>");

        assertThat(as(author, mvc.post().uri(page + "/redrive").with(csrf()))).hasStatus(HttpStatus.FOUND)
                .hasRedirectedUrl(page);

        await(page, "<dt>Redrives</dt><dd>1</dd>");
        await(page, "Failed at ");
        assertThat(text(page)).contains("ExecutionRedriven");
    }

    @Test
    void saysWhyAnExecutionCannotBeRedriven() throws Exception {
        var page = await(start("waits", WAITS, "w6"), "Waits at ");

        assertThat(text(page)).doesNotContain("Redrive…");
        assertThat(text(page + "/redrive")).contains("Execution is RUNNING and cannot be redriven")
                .doesNotContain("Redrive execution");
        assertThat(as(author, mvc.post().uri(page + "/redrive").with(csrf()))).hasStatus(HttpStatus.CONFLICT);
    }

    @Test
    void hidesAnExecutionFromAnotherTenant() throws Exception {
        var page = start("fails", FAILS, "f2");
        var otherTenant = tenant();
        var other = member(otherTenant, Role.ADMIN);

        assertThat(as(other, mvc.get().uri(page))).hasStatus(HttpStatus.NOT_FOUND);
        assertThat(as(other, mvc.get().uri(page.replace(base, "/t/" + otherTenant.slug()))))
                .hasStatus(HttpStatus.NOT_FOUND);
        assertThat(as(other, mvc.get().uri("/t/" + otherTenant.slug() + "/executions"))).hasStatusOk().bodyText()
                .doesNotContain("f2");
    }

    @Test
    void letsAViewerLookButNotStop() throws Exception {
        var page = await(start("waits", WAITS, "w5"), "Waits at ");
        var viewer = member(tenant, Role.VIEWER);

        assertThat(as(viewer, mvc.get().uri(page))).hasStatusOk().bodyText().doesNotContain("Stop…");
        assertThat(as(viewer, mvc.post().uri(page + "/stop").with(csrf()))).hasStatus(HttpStatus.FORBIDDEN);
        assertThat(as(viewer, mvc.post().uri(page + "/redrive").with(csrf()))).hasStatus(HttpStatus.FORBIDDEN);
    }

    @Test
    void countsTheDayOnTheOverview() throws Exception {
        await(start("fails", FAILS, "f3"), "Failed at ");

        assertThat(text(base)).contains("Failed lately", "executions/f3");
    }
}
