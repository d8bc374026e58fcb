// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.fermata.database.testing.TestDatabase;
import io.fermata.engine.ExecutionStatus;
import io.fermata.engine.HistoryEvent;
import io.fermata.engine.TaskOutcome;
import io.fermata.journal.ExecutionRow;
import io.fermata.journal.MapRunRow;
import io.fermata.language.Json;
import io.fermata.node.testing.TestNode;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/// A redriven Map Run whose node goes away while it takes back what did not end well, or while that runs again.
@ExtendWith(NodeExtension.class)
class MapRunRedriveTakeOverTest {

    private static final int ITEMS = 40;
    private static final int AT_ONCE = 5;
    private static final String MACHINE = """
            {"StartAt":"M","States":{"M":{"Type":"Map","ToleratedFailureCount":39,"MaxConcurrency":5,"ItemProcessor":{"ProcessorConfig":
            {"Mode":"DISTRIBUTED","ExecutionType":"%s"},"StartAt":"T","States":{"T":{"Type":"Task",
            "Resource":"arn:aws:states:::sns:publish","End":true}}},"End":true}}}""";

    @ParameterizedTest
    @ValueSource(strings = {"STANDARD", "EXPRESS"})
    void goesOnWithTheRestOfWhatIsToRunAgain(String type, TestDatabase database, TwoTenants tenants) {
        var input = IntStream.range(0, ITEMS).mapToObj(Integer::toString)
                .collect(Collectors.joining(",", "[", "]"));
        ExecutionRow row;
        try (var first = tenants.node(database, "node-a", Duration.ofSeconds(3))) {
            for (int i = 0; i < ITEMS; i++) {
                first.tasks().enqueue(new TaskOutcome.Failed("Busy", null));
            }
            row = first.awaitEnd(first.start(first.machine(MACHINE.formatted(type)), input).executionNo());
            assertThat(row.status()).isEqualTo(ExecutionStatus.FAILED);
            first.executions().redrives().redrive(row, null);
            TestNode.await("some run again",
                    () -> first.executions().maps().tally(run(first, row)).children().running() == AT_ONCE);
        }
        // as if the node had died before it had taken back the last of them
        var jdbc = JdbcClient.create(database);
        assertThat(jdbc.sql("UPDATE map_item SET phase = 4 WHERE phase = 0 AND status = 'FAILED' LIMIT 7").update())
                .isEqualTo(7);
        jdbc.sql("UPDATE map_run SET redrives_begun = 0, failed_children = 7, failed_items = 7").update();

        try (var second = tenants.node(database, "node-b", Duration.ofSeconds(3))) {
            second.machine(MACHINE.formatted(type));
            // children that were running are begun and stopped first, and may have taken an answer by then
            for (int i = 0; i < ITEMS + AT_ONCE; i++) {
                second.tasks().enqueue(new TaskOutcome.Answered(Json.parse("\"mended\"")));
            }

            var after = second.awaitEnd(row.executionNo());

            assertThat(second.reads().end(after)).contains(new HistoryEvent.ExecutionSucceeded(Json.parse(
                    IntStream.range(0, ITEMS).mapToObj(_ -> "\"mended\"")
                            .collect(Collectors.joining(",", "[", "]")))));
            assertThat(run(second, row).children()).isEqualTo(new MapRunRow.Counts(ITEMS, 0, 0, 0, ITEMS));
            assertThat(jdbc.sql("SELECT COUNT(*) FROM execution WHERE state_machine_id < 0").query(Long.class)
                    .single()).isEqualTo(type.equals("STANDARD") ? ITEMS : 0);
        }
    }

    private static MapRunRow run(TestNode node, ExecutionRow row) {
        return node.executions().maps().list(row, 0, 1).getFirst();
    }
}
