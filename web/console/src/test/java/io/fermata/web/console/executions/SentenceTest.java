// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console.executions;

import static org.assertj.core.api.Assertions.assertThat;

import io.fermata.engine.Entry;
import io.fermata.engine.ExecutionStatus;
import io.fermata.engine.HistoryEvent;
import io.fermata.engine.Note;
import io.fermata.engine.Recorded;
import io.fermata.engine.StateType;
import io.fermata.engine.TaskTarget;
import io.fermata.integrations.approval.Approval;
import io.fermata.journal.ExecutionRow;
import io.fermata.journal.Qualifier;
import io.fermata.language.asl.Asl;
import io.fermata.language.Json;
import io.fermata.language.Parsed;
import io.fermata.tenancy.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SentenceTest {

    private static final Instant START = Instant.parse("2026-11-22T10:14:07Z");
    private static final Instant NOW = START.plusSeconds(60);
    private static final String TEXT = """
            {"StartAt":"Pay","States":{"Pay":{"Type":"Task","Resource":"arn:aws:states:::lambda:invoke","Parameters":{"FunctionName":"f"},"Next":"Done"},
            "Done":{"Type":"Succeed"}}}""";

    private final List<Recorded> history = new ArrayList<>();
    private final List<Approval> asked = new ArrayList<>();

    private SentenceTest add(Entry entry) {
        long id = entry instanceof Note ? 0 : history.stream().filter(recorded -> recorded.id() > 0).count() + 1;
        history.add(new Recorded(id, Math.max(0, id - 1), START, 0, entry));
        return this;
    }

    private SentenceTest scheduled(String type, String resource) {
        return add(new HistoryEvent.ExecutionStarted(Json.parse("{}"), ""))
                .add(new HistoryEvent.StateEntered(StateType.TASK, "Pay", Json.parse("{}")))
                .add(new HistoryEvent.TaskScheduled(new TaskTarget(TaskTarget.Kind.TASK, type, resource),
                        Json.parse("{}"), null, null, null));
    }

    private String said(ExecutionStatus status) {
        var flow = ((Parsed.Valid) Asl.parse(TEXT)).definition().flow();
        var row = new ExecutionRow(1, new TenantId(1), 1, 1, "e", status, START, status.closed() ? NOW : null,
                "user:a@example.org", null, null,
                history.size(), null, Qualifier.NONE, 0, null);
        var sentence = Sentence.of(row, Story.of(flow, history), asked, NOW);
        return sentence.status().word() + " | " + sentence.lead() + "[" + sentence.state() + "]" + sentence.rest();
    }

    private void asked(Approval.Status status, int quorum, @Nullable Instant timeoutAt, Approval.Vote... votes) {
        asked.add(new Approval("apv_1", 1, 3, "arn", "Pay",
                new Approval.Content("Refund", "", List.of(), "Finance", quorum, Approval.OnReject.FAIL, List.of()),
                "user:mira@example.org", status, Optional.empty(), "", Optional.ofNullable(timeoutAt), START,
                Optional.empty(), List.of(), List.of(votes)));
    }

    private static Approval.Vote vote(String name, Approval.Choice choice) {
        return new Approval.Vote(1, "a@example.org", name, choice, "", START);
    }

    private static TaskTarget lambda() {
        return new TaskTarget(TaskTarget.Kind.TASK, "lambda", "invoke");
    }

    @Test
    void saysWhichTaskRuns() {
        assertThat(scheduled("lambda", "invoke").said(ExecutionStatus.RUNNING))
                .isEqualTo("Running | Runs [Pay] since 22 Nov, 10:14:07 UTC.");
    }

    @Test
    void saysThatPeopleAreAsked() {
        assertThat(scheduled("fermata", "approval.waitForTaskToken").said(ExecutionStatus.RUNNING))
                .isEqualTo("Waiting for approval | Waiting for approval at [Pay] since 22 Nov, 10:14:07 UTC.");
    }

    @Test
    void saysHowManyApprovalsAreNeeded() {
        scheduled("fermata", "approval.waitForTaskToken");
        asked(Approval.Status.OPEN, 2, null);

        assertThat(said(ExecutionStatus.RUNNING))
                .endsWith("[Pay] since 22 Nov, 10:14:07 UTC. Nobody has answered yet; 2 approvals are needed.");
    }

    @Test
    void saysWhoApprovedWhatIsMissingAndWhenItTimesOut() {
        scheduled("fermata", "approval.waitForTaskToken");
        asked(Approval.Status.OPEN, 3, NOW.plusSeconds(7_200), vote("Ana", Approval.Choice.APPROVE),
                vote("Ben", Approval.Choice.APPROVE));

        assertThat(said(ExecutionStatus.RUNNING)).endsWith("UTC. Ana and Ben approved; one more approval is needed."
                + " It times out 22 Nov, 12:15:07 UTC, in 2 h.");
    }

    @Test
    void saysWhoDecidedBeforeTheExecutionGoesOn() {
        scheduled("fermata", "approval.waitForTaskToken");
        asked(Approval.Status.DECIDED, 2, NOW.plusSeconds(7_200), vote("Ana", Approval.Choice.REJECT));

        assertThat(said(ExecutionStatus.RUNNING)).endsWith("UTC. Ana rejected; the execution is about to go on.");
    }

    @Test
    void saysThatACallbackIsAwaited() {
        assertThat(scheduled("lambda", "invoke.waitForTaskToken").said(ExecutionStatus.RUNNING))
                .isEqualTo("Waiting for callback | Waiting for a callback at [Pay] since 22 Nov, 10:14:07 UTC.");
    }

    @Test
    void saysWhenTheNextAttemptBegins() {
        scheduled("lambda", "invoke").add(new HistoryEvent.TaskFailed(lambda(), "Payment.Busy", "later"))
                .add(new Note.RetryScheduled(0, NOW.plusSeconds(30)));

        assertThat(said(ExecutionStatus.RUNNING)).isEqualTo(
                "Waiting to retry | Attempt 1 of [Pay] failed with Payment.Busy; the next one begins in 30 s.");
    }

    @Test
    void saysUntilWhenItWaits() {
        add(new HistoryEvent.ExecutionStarted(Json.parse("{}"), ""))
                .add(new HistoryEvent.StateEntered(StateType.WAIT, "Pay", Json.parse("{}")))
                .add(new Note.WaitScheduled(NOW.plusSeconds(7_200)));

        assertThat(said(ExecutionStatus.RUNNING))
                .isEqualTo("Waiting until 12:15 | Waits at [Pay] until 22 Nov, 12:15:07 UTC, in 2 h.");
    }

    @Test
    void saysWhereAndWhyItFailed() {
        scheduled("lambda", "invoke").add(new HistoryEvent.TaskFailed(lambda(), "Payment.Declined", "No funds"))
                .add(new HistoryEvent.ExecutionFailed("Payment.Declined", "No funds"));

        assertThat(said(ExecutionStatus.FAILED)).isEqualTo("Failed | Failed at [Pay]: Payment.Declined, No funds");
    }

    @Test
    void saysWhereTheTimeRanOut() {
        scheduled("lambda", "invoke").add(new HistoryEvent.ExecutionTimedOut());

        assertThat(said(ExecutionStatus.TIMED_OUT))
                .isEqualTo(
                        "Timed out | Timed out at [Pay]: the time for the whole execution was used up after 1 m 0 s.");
    }

    @Test
    void saysWhereItWasStopped() {
        scheduled("lambda", "invoke").add(new HistoryEvent.ExecutionAborted(null, null));

        assertThat(said(ExecutionStatus.ABORTED)).isEqualTo("Stopped | Stopped at [Pay].");
    }

    @Test
    void saysHowLongASuccessTook() {
        scheduled("lambda", "invoke").add(new HistoryEvent.TaskSucceeded(lambda(), Json.parse("{}")))
                .add(new HistoryEvent.StateExited(StateType.TASK, "Pay", Json.parse("{}"), Map.of(), "Done"))
                .add(new HistoryEvent.ExecutionSucceeded(Json.parse("{}")));

        assertThat(said(ExecutionStatus.SUCCEEDED)).isEqualTo("Succeeded | Succeeded after 1 m 0 s.[]");
    }
}
