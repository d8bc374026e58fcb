// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.fermata.database.testing.TestDatabase;
import io.fermata.engine.TaskOutcome;
import io.fermata.journal.MapRunRow;
import io.fermata.node.testing.TestNode;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Map Runs that are brought to rest.
@ExtendWith(NodeExtension.class)
class MapStandstillTest {

    private static final String CALLS = """
            {"StartAt":"M","States":{"M":{"Type":"Map","ItemProcessor":{"ProcessorConfig":{"Mode":"DISTRIBUTED",
            "ExecutionType":"STANDARD"},"StartAt":"T","States":{"T":{"Type":"Task",
            "Resource":"arn:aws:states:::sns:publish","End":true}}},"End":true}}}""";
    private static final String WHAT_RUNS = "SELECT execution_no FROM map_item WHERE map_run_no = ? AND tenant_id = ? AND phase = 2";

    @Test
    void aChildThatEndsBetweenTheLooksAtWhatHasEndedAndAtWhatRunsIsCounted(TestDatabase database,
            TwoTenants tenants) {
        var once = new AtomicReference<Runnable>();
        var source = new WatchedDataSource(database, WHAT_RUNS,
                () -> Optional.ofNullable(once.getAndSet(null)).ifPresent(Runnable::run));
        try (var node = tenants.node(source, "node-a", Duration.ofSeconds(10))) {
            var started = node.start(node.machine(CALLS), "[1]");
            node.tasks().awaitRequest();
            once.set(() -> {
                node.tasks().enqueue(new TaskOutcome.Failed("Late", null));
                TestNode.await("the end of the child", () -> ended(database) == 1);
            });

            node.executions().stop(node.row(started.executionNo()), null, null);

            TestNode.await("the end of the run", () -> run(node, started.executionNo()).stoppedAt() != null);
            assertThat(once.get()).isNull();
            assertThat(run(node, started.executionNo()).status()).isEqualTo(MapRunRow.Status.ABORTED);
            assertThat(run(node, started.executionNo()).children()).isEqualTo(new MapRunRow.Counts(0, 1, 0, 0, 1));
        }
    }

    private static MapRunRow run(TestNode node, long executionNo) {
        return node.executions().maps().list(node.row(executionNo), 0, 1).getFirst();
    }

    private static long ended(TestDatabase database) {
        return JdbcClient.create(database).sql("SELECT COUNT(*) FROM map_item WHERE phase = 3").query(Long.class)
                .single();
    }
}
