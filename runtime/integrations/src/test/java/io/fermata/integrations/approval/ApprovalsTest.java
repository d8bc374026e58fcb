// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.approval;

import static org.assertj.core.api.Assertions.assertThat;

import io.fermata.engine.TaskCompletion.Answer;
import io.fermata.engine.TaskOutcome;
import io.fermata.engine.TaskOutcome.Answered;
import io.fermata.engine.TaskOutcome.Failed;
import io.fermata.engine.TaskRequest;
import io.fermata.integrations.IntegrationsFixture;
import io.fermata.integrations.approval.Approval.Choice;
import io.fermata.integrations.approval.Approval.Status;
import io.fermata.language.TaskResource;
import io.fermata.tenancy.Role;
import io.fermata.tenancy.Tenant;
import io.fermata.tenancy.audit.Audit;
import io.fermata.tenancy.mail.Outbox;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What approvals promise, on a real database.
class ApprovalsTest {

    private static final TaskResource RESOURCE = IntegrationsFixture.resource("fermata", "approval",
            TaskResource.Pattern.CALLBACK);
    private static final Pattern LINK = Pattern.compile("https://fermata\\.example\\.org/a/([A-Za-z0-9_-]{43})\\s");

    private static IntegrationsFixture fixture;
    private static Approvals approvals;
    private static ApprovalIntegration integration;
    private static ApprovalOutbox outbox;
    private static long ada;
    private static long bob;

    @BeforeAll
    static void start() {
        fixture = new IntegrationsFixture(ApprovalsTest.class);
        approvals = fixture.get(Approvals.class);
        integration = fixture.get(ApprovalIntegration.class);
        outbox = fixture.get(ApprovalOutbox.class);
        outbox.close();
        ada = fixture.member(fixture.acme, "ada@example.org", Role.APPROVER);
        bob = fixture.member(fixture.acme, "bob@example.org", Role.APPROVER);
        fixture.member(fixture.acme, "vera@example.org", Role.VIEWER);
        fixture.member(fixture.other, "zoe@example.org", Role.ADMIN);
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    @Test
    void asksEachPersonByMailAndAnswersWithTheName() {
        var request = request(
                """
                        {"title":"Refund 12","summary":"Please look","facts":[{"label":"Amount","value":100,"kind":"money","currency":"EUR"}],
                        "stages":[{"name":"Finance","ask":["role:approver"],"quorum":2}]}""");

        var id = ask(request);

        var approval = approvals.find(fixture.acme.id(), id).orElseThrow();
        assertThat(approval.candidates()).extracting(Approval.Candidate::email).containsExactly("ada@example.org",
                "bob@example.org");
        assertThat(approval.content().facts()).containsExactly(
                new Approval.Fact("Amount", "100", "money", "EUR", false));
        assertThat(approval.status()).isEqualTo(Status.OPEN);
        assertThat(mails("Refund 12")).hasSize(2);
    }

    @Test
    void aRepeatedCallFindsTheSameQuestionAndSendsNoSecondMail() {
        var request = request("""
                {"title":"Once only","stages":[{"ask":["user:ada@example.org"]}]}""");

        var first = ask(request);
        var second = ask(request);

        assertThat(second).isEqualTo(first);
        assertThat(mails("Once only")).hasSize(1);
    }

    @Test
    void anApprovalResumesTheExecutionWithWhoAndWhen() {
        var request = request("""
                {"title":"Deploy","stages":[{"ask":["user:ada@example.org"]}]}""");
        var id = ask(request);

        var answer = decide(id, ada, Choice.APPROVE, "fine by me");
        outbox.deliverDue();

        assertThat(answer).isInstanceOf(DecisionAnswer.Recorded.class);
        assertThat(outcomes(request)).singleElement().isInstanceOfSatisfying(Answered.class, answered -> {
            assertThat(answered.output().path("decision").stringValue()).isEqualTo("approve");
            var by = answered.output().path("by").get(0);
            assertThat(by.path("email").stringValue()).isEqualTo("ada@example.org");
            assertThat(by.path("comment").stringValue()).isEqualTo("fine by me");
            assertThat(by.path("at").stringValue()).startsWith("2026-03-");
        });
        assertThat(approvals.forExecution(fixture.acme.id(), request.executionNo())).singleElement()
                .satisfies(approval -> assertThat(approval.outcome()).contains(Choice.APPROVE));
        assertThat(fixture.get(Audit.class).page(fixture.acme.id(), Long.MAX_VALUE, 50))
                .anyMatch(entry -> entry.entry().action().equals("approval.approve")
                        && entry.entry().object().equals(id));
    }

    @Test
    void aRejectionFailsTheTaskAndNamesPersonAndComment() {
        var request = request("""
                {"title":"Spend","stages":[{"ask":["role:APPROVER"],"quorum":2}]}""");
        var id = ask(request);

        decide(id, bob, Choice.REJECT, "too dear");
        outbox.deliverDue();

        assertThat(outcomes(request)).containsExactly(new Failed("Approval.Rejected",
                "Name of bob@example.org <bob@example.org> rejected \"Spend\": too dear"));
    }

    @Test
    void aRejectionIsAnOutputWhereTheAuthorWantsIt() {
        var request = request("""
                {"title":"Spend","onReject":"return","stages":[{"ask":["user:bob@example.org"]}]}""");
        var id = ask(request);

        decide(id, bob, Choice.REJECT, "");
        outbox.deliverDue();

        assertThat(outcomes(request)).singleElement().isInstanceOfSatisfying(Answered.class, answered -> assertThat(
                answered.output().path("decision").stringValue()).isEqualTo("reject"));
    }

    @Test
    void scannersThatFollowTheLinkDecideNothing() {
        var request = request("""
                {"title":"Scanned","stages":[{"ask":["user:ada@example.org"]}]}""");
        var id = ask(request);
        var token = linkToken("Scanned");

        for (int i = 0; i < 20; i++) {
            assertThat(approvals.byLink(token)).isInstanceOf(LinkAnswer.Open.class);
        }
        outbox.deliverDue();

        var approval = approvals.find(fixture.acme.id(), id).orElseThrow();
        assertThat(approval.status()).isEqualTo(Status.OPEN);
        assertThat(approval.votes()).isEmpty();
        assertThat(outcomes(request)).isEmpty();
    }

    @Test
    void aLinkSaysWhatBecameOfItsQuestion() {
        var request = request("""
                {"title":"Linked","stages":[{"ask":["user:ada@example.org"]}]}""");
        var id = ask(request);
        var token = linkToken("Linked");

        assertThat(approvals.byLink(token)).isInstanceOfSatisfying(LinkAnswer.Open.class, open -> {
            assertThat(open.email()).isEqualTo("ada@example.org");
            assertThat(open.tenant()).isEqualTo(fixture.acme.id());
        });
        decide(id, ada, Choice.APPROVE, "");
        assertThat(approvals.byLink(token)).isInstanceOf(LinkAnswer.Decided.class);
        assertThat(approvals.byLink("A".repeat(43))).isInstanceOf(LinkAnswer.Unknown.class);
    }

    @Test
    void keepsNoLinkTokenAndNoTaskTokenInTheDatabase() {
        var request = request("""
                {"title":"Hidden","stages":[{"ask":["user:ada@example.org"]}]}""");
        ask(request);

        var stored = new ArrayList<String>();
        try (var connection = fixture.database().getConnection(); var statement = connection.createStatement()) {
            try (var rows = statement.executeQuery(
                    "SELECT HEX(task_token), HEX(content), title FROM approval_task UNION ALL SELECT HEX(token_hash), '', email FROM approval_link")) {
                while (rows.next()) {
                    stored.add(rows.getString(1) + rows.getString(2) + rows.getString(3));
                }
            }
        } catch (java.sql.SQLException e) {
            throw new AssertionError(e);
        }
        assertThat(stored).isNotEmpty().noneMatch(text -> text.contains(hex(request.taskToken()))
                || text.contains(hex(linkToken("Hidden"))));
    }

    @Test
    void twentyVotesAtOnceGiveOneOutcome() throws Exception {
        var people = new ArrayList<Long>();
        for (int i = 0; i < 20; i++) {
            people.add(fixture.member(fixture.other, "p" + i + "@example.org", Role.APPROVER));
        }
        var request = IntegrationsFixture.request(fixture.other, RESOURCE, """
                {"title":"Race","stages":[{"ask":["role:APPROVER"],"quorum":1}]}""", "key:K", null);
        var id = ask(request);
        var decisions = people.stream().<Callable<DecisionAnswer>>map(
                person -> () -> decide(fixture.other, id, person, person % 2 == 0 ? Choice.APPROVE : Choice.REJECT, ""))
                .toList();

        List<DecisionAnswer> answers = new ArrayList<>();
        try (var threads = Executors.newFixedThreadPool(20)) {
            for (var future : threads.invokeAll(decisions)) {
                answers.add(future.get());
            }
        }
        outbox.deliverDue();

        assertThat(answers).filteredOn(DecisionAnswer.Recorded.class::isInstance).hasSize(1);
        assertThat(answers).filteredOn(DecisionAnswer.Closed.class::isInstance).hasSize(19);
        assertThat(outcomes(request)).hasSize(1);
        assertThat(approvals.find(fixture.other.id(), id).orElseThrow().votes()).hasSize(1);
    }

    @Test
    void onePersonCountsOnceHoweverOftenTheButtonIsPressed() {
        var id = ask(request("""
                {"title":"Twice","stages":[{"ask":["role:APPROVER"],"quorum":2}]}"""));

        decide(id, ada, Choice.APPROVE, "");
        var again = decide(id, ada, Choice.APPROVE, "");

        assertThat(again).isInstanceOf(DecisionAnswer.AlreadyVoted.class);
        var approval = approvals.find(fixture.acme.id(), id).orElseThrow();
        assertThat(approval.approvals()).isEqualTo(1);
        assertThat(approval.status()).isEqualTo(Status.OPEN);
        assertThat(approvals.waitingFor(fixture.acme.id(), ada)).extracting(Approval::id).doesNotContain(id);
        assertThat(approvals.waitingFor(fixture.acme.id(), bob)).extracting(Approval::id).contains(id);
    }

    @Test
    void whoStartedTheExecutionIsNotAskedAndMayNotDecide() {
        var request = IntegrationsFixture.request(fixture.acme, RESOURCE, """
                {"title":"Own","stages":[{"ask":["role:APPROVER"]}]}""", "user:ada@example.org", null);
        var id = ask(request);

        var answer = decide(id, ada, Choice.APPROVE, "");

        assertThat(answer).isInstanceOfSatisfying(DecisionAnswer.NotAllowed.class,
                refused -> assertThat(refused.sentence()).contains("You started this execution"));
        assertThat(approvals.find(fixture.acme.id(), id).orElseThrow().candidates())
                .extracting(Approval.Candidate::email).containsExactly("bob@example.org");
    }

    @Test
    void theStarterDecidesWhereTheAuthorAllowsIt() {
        var request = IntegrationsFixture.request(fixture.acme, RESOURCE, """
                {"title":"Own","exclude":[],"stages":[{"ask":["user:ada@example.org"]}]}""", "user:ada@example.org",
                null);
        var id = ask(request);

        assertThat(decide(id, ada, Choice.APPROVE, "")).isInstanceOf(DecisionAnswer.Recorded.class);
    }

    @Test
    void aRuleThatNobodyCanMeetFailsAtOnce() {
        var outcome = integration.call(IntegrationsFixture.request(fixture.acme, RESOURCE,
                """
                        {"title":"Own","stages":[{"ask":["user:ada@example.org","user:vera@example.org","user:no@body.org"]}]}""",
                "user:ada@example.org", null));

        assertThat(outcome).isInstanceOfSatisfying(Failed.class, failed -> {
            assertThat(failed.error()).isEqualTo("Approval.NoEligibleApprover");
            assertThat(failed.cause()).contains("needs 1 approval(s)", "only 0 member(s)", "ada@example.org");
        });
    }

    @Test
    void countsWhatWaitsForAPersonAndTheVotesOfAnExecution() {
        var request = request("""
                {"title":"Count","stages":[{"ask":["user:ada@example.org","user:bob@example.org"],"quorum":2}]}""");
        var id = ask(request);
        int before = approvals.countWaitingFor(fixture.acme.id(), ada);

        assertThat(decide(id, ada, Choice.APPROVE, "")).isInstanceOf(DecisionAnswer.Recorded.class);

        assertThat(before).isEqualTo(approvals.waitingFor(fixture.acme.id(), ada).size() + 1);
        assertThat(approvals.countWaitingFor(fixture.acme.id(), ada)).isEqualTo(before - 1);
        assertThat(approvals.countVotes(fixture.acme.id(), List.of(request.executionNo())))
                .containsEntry(request.executionNo(), (long) approvals
                        .forExecution(fixture.acme.id(), request.executionNo()).stream()
                        .mapToInt(approval -> approval.votes().size()).sum());
        assertThat(approvals.countVotes(fixture.other.id(), List.of(request.executionNo()))).isEmpty();
    }

    @Test
    void anotherTenantSeesAndDecidesNothing() {
        var id = ask(request("""
                {"title":"Ours","stages":[{"ask":["role:APPROVER"]}]}"""));
        long zoe = fixture.member(fixture.other, "zoe@example.org", Role.ADMIN);
        long both = fixture.member(fixture.other, "ada@example.org", Role.APPROVER);

        assertThat(approvals.find(fixture.other.id(), id)).isEmpty();
        assertThat(approvals.waitingFor(fixture.other.id(), both)).extracting(Approval::id).doesNotContain(id);
        assertThat(decide(fixture.other, id, zoe, Choice.APPROVE, "")).isInstanceOf(DecisionAnswer.Unknown.class);
        assertThat(decide(fixture.acme, id, zoe, Choice.APPROVE, "")).isInstanceOf(DecisionAnswer.Unknown.class);
    }

    @Test
    void refusesWhatThePageDidNotShowAndFormsOfOthers() {
        var id = ask(request("""
                {"title":"Exact","stages":[{"ask":["role:APPROVER"]}]}"""));
        var approval = approvals.find(fixture.acme.id(), id).orElseThrow();
        var adasNonce = approvals.nonce(fixture.acme.id(), approval, ada);

        var changed = approvals.decide(new Decision(fixture.acme.id(), id, ada, Choice.APPROVE, "", "0".repeat(64),
                adasNonce, ""));
        var stolen = approvals.decide(new Decision(fixture.acme.id(), id, bob, Choice.APPROVE, "",
                approval.subjectSha256(), adasNonce, ""));
        var wordy = decide(id, ada, Choice.APPROVE, "x".repeat(2_001));

        assertThat(changed).isInstanceOf(DecisionAnswer.Changed.class);
        assertThat(stolen).isInstanceOf(DecisionAnswer.Unfit.class);
        assertThat(wordy).isInstanceOfSatisfying(DecisionAnswer.Unfit.class,
                unfit -> assertThat(unfit.field()).isEqualTo("comment"));
    }

    @Test
    void aQuestionEndsWithItsTask() {
        var late = request("""
                {"title":"Late","stages":[{"ask":["user:ada@example.org"]}]}""", Duration.ofMinutes(5));
        var stopped = request("""
                {"title":"Stopped","stages":[{"ask":["user:bob@example.org"]}]}""");
        var lateId = ask(late);
        var stoppedId = ask(stopped);
        var lateLink = linkToken("Late");
        var stoppedLink = linkToken("Stopped");

        fixture.clock().advance(Duration.ofMinutes(6));
        integration.abandoned(fixture.acme.id().value(), stopped.executionNo(), stopped.scheduled());

        assertThat(approvals.byLink(lateLink)).isInstanceOf(LinkAnswer.Expired.class);
        assertThat(approvals.byLink(stoppedLink)).isInstanceOf(LinkAnswer.Withdrawn.class);
        assertThat(decide(lateId, ada, Choice.APPROVE, "")).isInstanceOf(DecisionAnswer.Closed.class);
        assertThat(decide(stoppedId, bob, Choice.APPROVE, "")).isInstanceOf(DecisionAnswer.Closed.class);
    }

    @Test
    void repeatsTheOrderUntilTheExecutionTookIt() {
        var request = request("""
                {"title":"Again","stages":[{"ask":["user:ada@example.org"]}]}""");
        var id = ask(request);
        decide(id, ada, Choice.APPROVE, "");
        fixture.completions().line.add(Answer.UNAVAILABLE);

        outbox.deliverDue();
        int tooEarly = outbox.deliverDue();
        fixture.clock().advance(Duration.ofSeconds(2));
        int later = outbox.deliverDue();
        fixture.clock().advance(Duration.ofHours(1));
        outbox.deliverDue();

        assertThat(tooEarly).isZero();
        assertThat(later).isEqualTo(1);
        assertThat(outcomes(request)).hasSize(2);
    }

    @Test
    void aDecisionThatCameTooLateIsShownAsWithdrawn() {
        var request = request("""
                {"title":"Missed","stages":[{"ask":["user:ada@example.org"]}]}""");
        var id = ask(request);
        decide(id, ada, Choice.APPROVE, "");
        fixture.completions().line.add(Answer.TASK_TIMED_OUT);

        outbox.deliverDue();

        assertThat(approvals.find(fixture.acme.id(), id).orElseThrow().status()).isEqualTo(Status.WITHDRAWN);
    }

    @Test
    void knowsWhichAttemptsOnlyPeopleMayAnswer() {
        var request = request("""
                {"title":"Token","stages":[{"ask":["user:ada@example.org"]}]}""");
        ask(request);

        assertThat(approvals.isApproval(fixture.acme.id(), request.executionNo(), request.scheduled())).isTrue();
        assertThat(approvals.isApproval(fixture.acme.id(), request.executionNo(), request.scheduled() + 1)).isFalse();
        assertThat(approvals.isApproval(fixture.other.id(), request.executionNo(), request.scheduled())).isFalse();
    }

    private static TaskRequest request(String parameters) {
        return request(parameters, null);
    }

    private static TaskRequest request(String parameters, @org.jspecify.annotations.Nullable Duration timeout) {
        return IntegrationsFixture.request(fixture.acme, RESOURCE, parameters, "key:AKIA", timeout);
    }

    private static String ask(TaskRequest request) {
        return ((Answered) integration.call(request)).output().path("ApprovalId").stringValue();
    }

    private static DecisionAnswer decide(String id, long person, Choice choice, String comment) {
        return decide(fixture.acme, id, person, choice, comment);
    }

    private static DecisionAnswer decide(Tenant tenant, String id, long person, Choice choice, String comment) {
        var shown = approvals.find(tenant.id(), id);
        return approvals.decide(new Decision(tenant.id(), id, person, choice, comment,
                shown.map(Approval::subjectSha256).orElse("0".repeat(64)),
                shown.map(approval -> approvals.nonce(tenant.id(), approval, person)).orElse(""), "192.0.2.7"));
    }

    private static List<TaskOutcome> outcomes(TaskRequest request) {
        return fixture.completions().of(request.taskToken()).stream()
                .map(IntegrationsFixture.Completions.Completed::outcome).toList();
    }

    private static List<Outbox.Entry> mails(String title) {
        return fixture.get(Outbox.class).page(fixture.acme.id(), Long.MAX_VALUE, 200).stream()
                .filter(mail -> mail.subject().equals("[Acme] " + title + " needs your approval")).toList();
    }

    private static String linkToken(String title) {
        var text = fixture.get(Outbox.class).text(fixture.acme.id(), mails(title).getFirst().id()).orElseThrow();
        var link = LINK.matcher(text);
        assertThat(link.find()).isTrue();
        return link.group(1);
    }

    private static String hex(String text) {
        return java.util.HexFormat.of().withUpperCase()
                .formatHex(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
}
