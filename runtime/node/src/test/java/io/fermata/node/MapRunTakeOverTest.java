// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.fermata.database.testing.TestDatabase;
import io.fermata.engine.ExecutionStatus;
import io.fermata.engine.HistoryEvent;
import io.fermata.journal.MapRunRow;
import io.fermata.language.Json;
import io.fermata.node.testing.TestNode;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Map Runs on two nodes, one of which goes away.
@ExtendWith(NodeExtension.class)
class MapRunTakeOverTest {

    private static final int ITEMS = 300;

    @Test
    void goesOnWithoutLosingOrRepeatingAResultWhenTheNodeThatDrivesItLeaves(TestDatabase database, TwoTenants tenants) {
        var first = tenants.node(database, "node-a", Duration.ofSeconds(3));
        var machine = first.machine("""
                {"StartAt":"M","States":{"M":{"Type":"Map","MaxConcurrency":40,"ItemProcessor":{"ProcessorConfig":
                {"Mode":"DISTRIBUTED","ExecutionType":"STANDARD"},"StartAt":"P","States":{"P":{"Type":"Wait",
                "Seconds":1,"End":true}}},"End":true}}}""");
        try (var second = tenants.node(database, "node-b", Duration.ofSeconds(3))) {
            second.machine("{\"StartAt\":\"M\",\"States\":{" + body(machine) + "}}");
            var input = IntStream.range(0, ITEMS).mapToObj(Integer::toString)
                    .collect(Collectors.joining(",", "[", "]"));
            var started = first.start(machine, input);
            TestNode.await("some children have ended", () -> first.executions().maps()
                    .list(first.row(started.executionNo()), 0, 1)
                    .stream().anyMatch(run -> run.children().succeeded() > 20));

            first.close();

            var row = second.awaitEnd(started.executionNo());
            assertThat(row.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
            assertThat(second.reads().end(row))
                    .contains(new HistoryEvent.ExecutionSucceeded(Json.parse(input)));
            assertThat(second.executions().maps().list(row, 0, 1).getFirst().children())
                    .isEqualTo(new MapRunRow.Counts(ITEMS, 0, 0, 0, ITEMS));
            assertThat(JdbcClient.create(database)
                    .sql("SELECT COUNT(*) FROM execution WHERE state_machine_id < 0").query(Long.class).single())
                    .isEqualTo(ITEMS);
        }
    }

    private static String body(TestNode.Machine machine) {
        assertThat(machine.id()).isEqualTo(1);
        return """
                "M":{"Type":"Map","MaxConcurrency":40,"ItemProcessor":{"ProcessorConfig":
                {"Mode":"DISTRIBUTED","ExecutionType":"STANDARD"},"StartAt":"P","States":{"P":{"Type":"Wait",
                "Seconds":1,"End":true}}},"End":true}""";
    }
}
