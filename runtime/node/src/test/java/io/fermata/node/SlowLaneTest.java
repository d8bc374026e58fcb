// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.fermata.database.testing.TestDatabase;
import io.fermata.engine.Execution;
import io.fermata.engine.ExecutionStatus;
import io.fermata.engine.HistoryEvent;
import io.fermata.engine.Signal;
import io.fermata.engine.TaskCompletion.Answer;
import io.fermata.language.Json;
import io.fermata.node.testing.TestNode;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Executions whose turns take long are computed beside the loops, and are none the worse for it. Here all turns take too
/// long.
@ExtendWith(NodeExtension.class)
class SlowLaneTest {

    private static TestNode node;

    @BeforeAll
    static void start(TestDatabase database, TwoTenants tenants) {
        node = tenants.node(database, new NodeSettings("node-a",
                Duration.ofSeconds(10), 2, Duration.ZERO, "test"), InstantSource.system());
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    /// A row of Pass states, each of which counts, `n` times `n` steps long, how many numbers have four multiples up to `n`.
    private static TestNode.Machine machine(int states, int n, String last) {
        return node.machine(IntStream.range(0, states)
                .mapToObj(
                        i -> """
                                "S%d":{"Type":"Pass","Output":"{%% $count([1..%d][($v := $; $count([1..%d][$ %% $v = 0])) > 3]) %%}",%s}"""
                                .formatted(i, n, n, "\"Next\":\"" + (i + 1 == states ? "Last" : "S" + (i + 1)) + "\""))
                .collect(Collectors.joining(",", "{\"QueryLanguage\":\"JSONata\",\"StartAt\":\"S0\",\"States\":{",
                        ",\"Last\":" + last + "}}")));
    }

    private static long slowTurns() {
        return node.assembly().node().slowTurns();
    }

    @Test
    void theFirstTurnIsComputedOnTheLoopAndTheNextOnesBesideItWithTheSameResult() {
        var machine = machine(3, 60, "{\"Type\":\"Succeed\"}");
        long before = slowTurns();
        var first = node.awaitEnd(node.start(machine, "{}").executionNo());
        var second = node.awaitEnd(node.start(machine, "{}").executionNo());

        assertThat(slowTurns() - before).isPositive();
        assertThat(node.reads().end(first)).contains(new HistoryEvent.ExecutionSucceeded(Json.parse("15")));
        assertThat(node.reads().end(second)).isEqualTo(node.reads().end(first));
        assertThat(Execution.fold(node.reads().facts(second), node.reads().history(second)).status())
                .isEqualTo(ExecutionStatus.SUCCEEDED);
    }

    @Test
    void whatComesDuringATurnIsTakenAfterIt() {
        var machine = machine(8, 200, "{\"Type\":\"Wait\",\"Seconds\":3600,\"End\":true}");
        node.awaitEvent(node.start(machine, "{}").executionNo(), "WaitStateEntered");
        var started = node.start(machine, "{}");

        var stops = IntStream.range(0, 5).mapToObj(_ -> CompletableFuture.supplyAsync(
                () -> node.executions().signals().tell(node.tenant(), started.executionNo(), new Signal.Stop(
                        "Enough", null))))
                .toList();

        assertThat(stops.stream().map(CompletableFuture::join).filter(Answer.ACCEPTED::equals)).hasSize(1);
        var row = node.awaitEnd(started.executionNo());
        assertThat(row.status()).isEqualTo(ExecutionStatus.ABORTED);
        assertThat(Execution.fold(node.reads().facts(row), node.reads().history(row)).status())
                .isEqualTo(ExecutionStatus.ABORTED);
    }
}
