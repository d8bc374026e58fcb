// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import io.fermata.integrations.approval.Approval;
import io.fermata.integrations.approval.Approvals;
import io.fermata.integrations.approval.Decision;
import io.fermata.integrations.approval.DecisionAnswer;
import io.fermata.node.testing.TestNode;
import io.fermata.tenancy.Role;
import io.fermata.tenancy.User;
import java.io.UnsupportedEncodingException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

class AskedPeopleTest extends AuthorPagesTest {

    private static final String ASKS = """
            {"StartAt":"First","States":{"First":{"Type":"Pass","Next":"Ask"},
            "Ask":{"Type":"Task","Resource":"arn:aws:states:::fermata:approval.waitForTaskToken","TimeoutSeconds":7200,
            "Parameters":{"title":"Refund 20418","stages":[{"name":"Finance","quorum":2,"ask":["role:APPROVER"]}]},
            "Next":"After"},"After":{"Type":"Wait","Seconds":3600,"End":true}}}""";

    @Autowired
    Approvals approvals;

    private User ana;
    private User ben;
    private String page;
    private Approval approval;

    @BeforeEach
    void ask() throws Exception {
        ana = member(tenant, Role.APPROVER);
        ben = member(tenant, Role.APPROVER);
        page = base + "/state-machines/asks/executions/e1";
        create("asks", ASKS);
        assertThat(
                as(author, mvc.post().uri(base + "/state-machines/asks/start").with(csrf()).param("execution", "e1")))
                .hasStatus(HttpStatus.FOUND);
        TestNode.await("the question", () -> !approvals.newest(tenant.id()).isEmpty());
        approval = approvals.newest(tenant.id()).getFirst();
        TestNode.await("the execution waits", () -> text(author, page).contains("Nobody has answered yet"));
    }

    private void approve(User user, String comment) {
        assertThat(
                approvals.decide(new Decision(tenant.id(), approval.id(), user.id(), Approval.Choice.APPROVE, comment,
                        approval.subjectSha256(), approvals.nonce(tenant.id(), approval, user.id()), "127.0.0.1")))
                .isInstanceOf(DecisionAnswer.Recorded.class);
    }

    private static String sent(MvcTestResult open) {
        try {
            return open.getResponse().getContentAsString();
        } catch (UnsupportedEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    private String text(User user, String uri) {
        return sent(as(user, mvc.get().uri(uri)).exchange());
    }

    /// What a person reads: the text of a page without its markup.
    private String read(User user, String uri) {
        return text(user, uri).replaceAll("<[^>]*>", "").replaceAll("\\s+", " ");
    }

    @Test
    void saysWhoApprovedSoFarAndWhoIsStillAsked() {
        approve(ana, "Matches <RMA>");

        assertThat(read(author, page)).contains(ana.name() + " approved; one more approval is needed. It times out ",
                "Still asked: " + ben.name(), "Finance: One more approval is needed. Times out ")
                .containsPattern(
                        ana.name() + " approved, \\d+ \\w+, [\\d:]+ UTC: “Matches &lt;RMA&gt;”");
        assertThat(text(author, page)).contains("href=\"" + base + "/approvals/" + approval.id() + "\"");
    }

    @Test
    void keepsSayingWhoDecidedOnceTheExecutionWentOn() {
        approve(ana, "Matches");
        approve(ben, "");
        TestNode.await("the next state", () -> text(author, page).contains("Waits at "));

        assertThat(read(author, page)).contains("People")
                .containsPattern(ben.name() + " approved, \\d+ \\w+, [\\d:]+ UTC ")
                .contains("2 of 2 approvals.").doesNotContain("Still asked");
    }

    @Test
    void showsThePeopleAtTheStateThatAskedThemOnly() {
        approve(ana, "Matches");

        assertThat(text(author, page + "?s=Ask")).contains("id=\"people\"", "“Matches”");
        assertThat(text(author, page + "?s=First")).doesNotContain("id=\"people\"");
    }

    @Test
    void pokesAnOpenPageWhenAVoteDoesNotEndTheQuestion() throws Exception {
        var open = as(author, mvc.get().uri(stream(text(author, page)))).asyncExchange();

        approve(ana, "");

        TestNode.await("a poke", () -> sent(open).contains("event:rev"));
        assertThat(approvals.find(tenant.id(), approval.id()).orElseThrow().status()).isEqualTo(Approval.Status.OPEN);
    }

    @Test
    void countsInTheMenuWhatWaitsForWhoIsSignedIn() {
        approve(ana, "");

        assertThat(read(ben, base + "/executions")).contains("Approvals1 waiting for you");
        assertThat(read(ben, base + "/menu")).contains("Approvals1 waiting for you");
        assertThat(read(ana, base + "/executions")).contains("Approvals").doesNotContain("waiting for you");
        assertThat(read(author, base + "/executions")).contains("Approvals").doesNotContain("waiting for you");
    }
}
