// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;

import io.fermata.integrations.approval.Approval;
import io.fermata.integrations.approval.Approvals;
import io.fermata.node.testing.TestNode;
import io.fermata.tenancy.Role;
import io.fermata.tenancy.User;
import io.fermata.tenancy.mail.Outbox;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

class ApprovalPagesTest extends AuthorPagesTest {

    private static final String ASKS = """
            {"StartAt":"Ask","States":{"Ask":{"Type":"Task","Resource":"arn:aws:states:::fermata:approval.waitForTaskToken",
            "Parameters":{"title":"Refund 20418","facts":[{"label":"Amount","value":"1284.00"}],"stages":[{"quorum":1,"ask":["role:APPROVER"]}]},
            "End":true}}}""";

    @Autowired
    Approvals approvals;

    @Autowired
    Outbox outbox;

    private User approver;
    private Approval approval;

    @BeforeEach
    void ask() {
        approver = member(tenant, Role.APPROVER);
        create("asks", ASKS);
        assertThat(
                as(author, mvc.post().uri(base + "/state-machines/asks/start").with(csrf()).param("execution", "e1")))
                .hasStatus(HttpStatus.FOUND);
        TestNode.await("the question", () -> !approvals.newest(tenant.id()).isEmpty()
                && !outbox.page(tenant.id(), Long.MAX_VALUE, 1).isEmpty());
        approval = approvals.newest(tenant.id()).getFirst();
    }

    private String link() {
        long mail = outbox.page(tenant.id(), Long.MAX_VALUE, 1).getFirst().id();
        var found = Pattern.compile("/a/([\\w-]+)").matcher(outbox.text(tenant.id(), mail).orElseThrow());
        assertThat(found.find()).isTrue();
        return "/a/" + found.group(1);
    }

    private static String hidden(MvcTestResult page, String name) throws Exception {
        var found = Pattern.compile("name=\"" + name + "\" value=\"([^\"]*)\"")
                .matcher(page.getResponse().getContentAsString());
        assertThat(found.find()).as(name).isTrue();
        return found.group(1);
    }

    private MvcTestResult decide(User user, String page, String choice) throws Exception {
        var form = as(user, mvc.get().uri(page)).exchange();
        return as(user, mvc.post().uri(page).with(csrf()).param("choice", choice).param("comment", "fine")
                .param("subject", hidden(form, "subject")).param("nonce", hidden(form, "nonce"))).exchange();
    }

    @Test
    void showsTheQuestionInTheInboxAndOnTheExecution() {
        assertThat(as(approver, mvc.get().uri(base + "/approvals"))).bodyText().contains("Refund 20418", approval.id());
        assertThat(as(author, mvc.get().uri(base + "/state-machines/asks/executions/e1"))).bodyText()
                .contains("Waiting for approval at ", "<b>Ask</b>");
    }

    @Test
    void countsTheVoteOfTheFormOnItsPage() throws Exception {
        assertThat(decide(approver, base + "/approvals/" + approval.id(), "APPROVE")).hasStatus(HttpStatus.FOUND);

        assertThat(as(approver, mvc.get().uri(base + "/approvals/" + approval.id()))).bodyText().contains("Approved",
                "You approved it");
        assertThat(approvals.find(tenant.id(), approval.id()).orElseThrow().status())
                .isEqualTo(Approval.Status.DECIDED);
    }

    @Test
    void decidesNothingByLookingAtTheLink() {
        var link = link();

        for (var method : new HttpMethod[]{HttpMethod.GET, HttpMethod.HEAD}) {
            assertThat(mvc.method(method).uri(link)).hasStatusOk();
            assertThat(as(approver, mvc.method(method).uri(link))).hasStatusOk();
        }

        assertThat(approvals.find(tenant.id(), approval.id()).orElseThrow().status()).isEqualTo(Approval.Status.OPEN);
    }

    @Test
    void tellsAStrangerWithTheLinkNoFacts() {
        var page = mvc.get().uri(link()).exchange();

        assertThat(page).bodyText().contains("You are asked for an approval", tenant.name())
                .doesNotContain("Refund 20418", "1284");
        assertThat(page.getResponse().getHeader("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(as(author, mvc.get().uri(link()))).hasStatus(HttpStatus.FORBIDDEN).bodyText().doesNotContain("1284");
    }

    @Test
    void decidesByTheFormOfTheLink() throws Exception {
        assertThat(decide(approver, link(), "REJECT")).hasStatus(HttpStatus.FOUND);

        assertThat(approvals.find(tenant.id(), approval.id()).orElseThrow().outcome()).contains(Approval.Choice.REJECT);
    }

    @Test
    void answersAnUnknownLinkLikeAnOldOne() {
        assertThat(mvc.get().uri("/a/" + "x".repeat(43))).hasStatus(HttpStatus.NOT_FOUND).bodyText()
                .contains("does not work any more");
    }

    @Test
    void letsOnlyApproversDecide() {
        assertThat(as(author,
                mvc.post().uri(base + "/approvals/" + approval.id()).with(csrf()).param("choice", "APPROVE")
                        .param("subject", approval.subjectSha256()).param("nonce", "x")))
                .hasStatus(HttpStatus.FORBIDDEN);
    }
}
