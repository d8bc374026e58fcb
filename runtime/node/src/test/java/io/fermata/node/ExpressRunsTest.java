// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fermata.engine.Effect;
import io.fermata.engine.EventNames;
import io.fermata.engine.ExecutionFacts;
import io.fermata.engine.Limits;
import io.fermata.engine.ExecutionStatus;
import io.fermata.engine.HistoryEvent;
import io.fermata.engine.Interpreter;
import io.fermata.engine.Logging;
import io.fermata.engine.Recorded;
import io.fermata.engine.TaskOutcome;
import io.fermata.engine.TaskOutcome.Answered;
import io.fermata.journal.ActivityQueue;
import io.fermata.language.Json;
import io.fermata.language.MachineType;
import io.fermata.language.Parsed;
import io.fermata.language.asl.Asl;
import io.fermata.node.testing.ScriptedTasks;
import io.fermata.node.testing.TurnableClock;
import io.fermata.tenancy.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Express executions in memory.
class ExpressRunsTest {

    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");
    private static final String CALL = """
            {"StartAt":"T","States":{"T":{"Type":"Task","Resource":"arn:aws:states:::sns:publish","End":true}}}""";
    private static final String WAIT = """
            {"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":1000,"End":true}}}""";

    private final TurnableClock clock = new TurnableClock(START);
    private final ScriptedTasks tasks = new ScriptedTasks();
    private final ExpressRoom room = new ExpressRoom(new ExpressRoom.Bounds(3, 100_000, 150_000));
    private final List<String> children = Collections.synchronizedList(new ArrayList<>());
    private ExpressRuns runs;

    @BeforeEach
    void start() {
        var dispatch = new Dispatch(List.of(tasks), (_, _) -> "token", noActivities(), noMachines(),
                new ActivityPolls());
        runs = new ExpressRuns(new Interpreter((_, _) -> "token", System::nanoTime), dispatch, clock, room,
                Duration.ZERO);
        runs.start(new ExpressRuns.Starter() {

            @Override
            public TaskOutcome startChild(ExecutionFacts parent, Effect.StartChild effect, String startedBy) {
                children.add(startedBy);
                return new Answered(Json.parse("{\"ExecutionArn\":\"child\"}"));
            }

            @Override
            public Set<String> starters(TenantId tenant, String startedBy) {
                return Set.of(startedBy, "someone above");
            }
        });
    }

    @AfterEach
    void stop() {
        runs.close();
    }

    @Test
    void runsToItsEndAndShowsTheEventsThatWereAskedFor() {
        var end = end(begin(order("""
                {"StartAt":"P","States":{"P":{"Type":"Pass","Result":{"x":1},"End":true}}}""", 3)));

        assertThat(end.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(end.output()).isEqualTo(Json.parse("{\"x\":1}"));
        assertThat(end.startedAt()).isEqualTo(START);
        assertThat(end.events()).extracting(ExpressRunsTest::name).containsExactly("ExecutionStarted",
                "PassStateEntered", "PassStateExited");
        assertThat(runs.count()).isZero();
    }

    @Test
    void callsATaskAndRetriesItAsAnyExecutionDoes() {
        tasks.enqueue(new TaskOutcome.Failed("Busy", "first"), new Answered(Json.parse("\"done\"")));
        var order = order("""
                {"StartAt":"T","States":{"T":{"Type":"Task","Resource":"arn:aws:states:::sns:publish","End":true,
                "Retry":[{"ErrorEquals":["Busy"],"IntervalSeconds":7,"MaxAttempts":1}]}}}""", 0);
        var run = begin(new ExpressOrder(order.facts(), order.input(), order.startedBy(), Limits.AWS, 0, step -> {
            if (step.entries().stream().anyMatch(recorded -> recorded.entry() instanceof HistoryEvent.TaskFailed)) {
                clock.advance(Duration.ofSeconds(7));
            }
        }));

        assertThat(end(run).output()).isEqualTo(Json.parse("\"done\""));
        assertThat(tasks.awaitRequest().starters().get()).contains("someone above");
        assertThat(tasks.keys()).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void aRunThatIsStartedAnewMakesItsCallsUnderOtherKeys() {
        tasks.enqueue(new Answered(Json.parse("1")), new Answered(Json.parse("2")));

        end(begin(order(CALL, 0)));
        end(begin(order(CALL, 0)));

        assertThat(tasks.keys()).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void endsAfterFiveMinutes() {
        var run = begin(order(WAIT, 100));
        clock.advance(Duration.ofSeconds(299));
        assertThat(run.ended()).isNotDone();
        clock.advance(Duration.ofSeconds(1));

        var end = end(run);

        assertThat(end.status()).isEqualTo(ExecutionStatus.TIMED_OUT);
        assertThat(Duration.between(end.startedAt(), end.stoppedAt())).isEqualTo(Duration.ofMinutes(5));
        assertThat(name(end.events().getLast())).isEqualTo("ExecutionTimedOut");
    }

    @Test
    void endsEarlierWhereItsDefinitionSaysSo() {
        var run = begin(order("""
                {"TimeoutSeconds":10,"StartAt":"W","States":{"W":{"Type":"Wait","Seconds":1000,"End":true}}}""", 0));
        clock.advance(Duration.ofSeconds(10));

        assertThat(end(run).status()).isEqualTo(ExecutionStatus.TIMED_OUT);
    }

    @Test
    void mayHaveMoreEventsThanAStandardExecution() {
        var order = order("""
                {"QueryLanguage":"JSONata","StartAt":"P","States":{
                "P":{"Type":"Pass","Assign":{"n":"{% $exists($n) ? $n + 1 : 1 %}"},"Next":"C"},
                "C":{"Type":"Choice","Choices":[{"Condition":"{% $n < 7000 %}","Next":"P"}],"Default":"S"},
                "S":{"Type":"Succeed","Output":"{% $n %}"}}}""", 0);

        assertThat(end(begin(order)).output()).isEqualTo(Json.parse("7000"));
    }

    @Test
    void endsWhenItIsCancelled() {
        var run = begin(order(CALL, 0));
        tasks.awaitRequest();

        run.cancel("Enough", "of it");

        var end = end(run);
        assertThat(end.status()).isEqualTo(ExecutionStatus.ABORTED);
        assertThat(end.error()).isEqualTo("Enough");
        assertThat(runs.count()).isZero();
    }

    @Test
    void takesNoMoreThanTheTenantsNumber() {
        var running = List.of(begin(order(WAIT, 0)), begin(order(WAIT, 0)), begin(order(WAIT, 0)));

        assertThat(runs.begin(order(WAIT, 0))).isEmpty();

        running.getFirst().cancel(null, null);
        end(running.getFirst());
        assertThat(runs.begin(order(WAIT, 0))).isPresent();
    }

    @Test
    void takesNoInputForWhichTheTenantHasNoRoom() {
        var large = "\"" + "x".repeat(60_000) + "\"";
        begin(order(WAIT, large, 0));

        assertThat(runs.begin(order(WAIT, large, 0))).isEmpty();
        assertThat(runs.begin(order(WAIT, 0))).isPresent();
    }

    @Test
    void endsARunThatGrowsBeyondTheTenantsRoom() {
        var end = end(begin(order("""
                {"StartAt":"T","States":{"T":{"Type":"Pass","Result":"%s","ResultPath":"$.x","Next":"W"},
                "W":{"Type":"Wait","Seconds":1000,"End":true}}}""".formatted("y".repeat(120_000)), 0)));

        assertThat(end.status()).isEqualTo(ExecutionStatus.ABORTED);
        assertThat(end.error()).isEqualTo("States.Runtime");
        assertThat(end.cause()).contains("hold more than");
    }

    @Test
    void aChildIsStartedInTheNameOfWhoStartedTheRun() {
        end(begin(order("""
                {"StartAt":"T","States":{"T":{"Type":"Task","Resource":"arn:aws:states:::states:startExecution",
                "Parameters":{"StateMachineArn":"m"},"End":true}}}""", 0)));

        assertThat(children).containsExactly("user:ann@example.com");
    }

    @Test
    void isDroppedWhenTheNodeStops() {
        var run = begin(order(WAIT, 0));

        runs.close();

        assertThatThrownBy(() -> run.ended().get(10, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(ExpressRuns.Dropped.class);
        assertThat(runs.begin(order(WAIT, 0))).isEmpty();
    }

    @Test
    void hasANumberOfItsOwn() {
        var numbers = new HashSet<Long>();
        for (int i = 0; i < 1000; i++) {
            numbers.add(ExpressRuns.number());
        }

        assertThat(numbers).hasSize(1000).allMatch(number -> number < 0);
    }

    private ExpressRun begin(ExpressOrder order) {
        return runs.begin(order).orElseThrow();
    }

    private static ExpressOrder order(String definition, int keep) {
        return order(definition, "{}", keep);
    }

    private static ExpressOrder order(String definition, String input, int keep) {
        var parsed = ((Parsed.Valid) Asl.parse(definition, MachineType.EXPRESS)).definition();
        var facts = new ExecutionFacts(1, ExpressRuns.number(), parsed,
                "arn:aws:states:us-east-1:123456789012:express:m:e:r", "e",
                "arn:aws:states:us-east-1:123456789012:stateMachine:m", "m", "arn:aws:iam::123456789012:role/r",
                MachineType.EXPRESS, Logging.OFF);
        return new ExpressOrder(facts, Json.parse(input), "user:ann@example.com", Limits.AWS, keep, _ -> {
        });
    }

    private static ExpressEnd end(ExpressRun run) {
        try {
            return run.ended().get(20, TimeUnit.SECONDS);
        } catch (Exception late) {
            throw new AssertionError(late);
        }
    }

    private static String name(Recorded recorded) {
        return EventNames.of((HistoryEvent) recorded.entry());
    }

    private static @Nullable ActivityQueue noActivities() {
        return null;
    }

    private static @Nullable Machines noMachines() {
        return null;
    }
}
