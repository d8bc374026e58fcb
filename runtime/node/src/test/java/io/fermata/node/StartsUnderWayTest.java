// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.fermata.database.testing.TestDatabase;
import io.fermata.node.testing.TestNode;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The bound on the starts that one tenant may have under way.
@ExtendWith(NodeExtension.class)
class StartsUnderWayTest {

    @Test
    void aFloodIsRefusedAndWhatWasTakenIsStarted(TestDatabase database, TwoTenants tenants)
            throws SQLException, InterruptedException {
        try (var node = tenants.node(database, "node-a", Duration.ofSeconds(30))) {
            var machine = node.machine("{\"StartAt\":\"P\",\"States\":{\"P\":{\"Type\":\"Pass\",\"End\":true}}}");
            node.awaitEnd(node.start(machine, "{}").executionNo());
            var answers = new ConcurrentLinkedQueue<StartAnswer>();
            var threads = new ArrayList<Thread>();

            try (var connection = database.getConnection()) {
                connection.setAutoCommit(false);
                try (var hold = connection.createStatement()) {
                    hold.executeQuery("SELECT id FROM shard FOR UPDATE").close(); // no commit passes its fence now
                }
                for (int i = 0; i < 2_100; i++) {
                    threads.add(Thread.ofVirtual().start(() -> answers.add(
                            node.executions().start(node.request(machine, null, "{}")))));
                }
                TestNode.await("a hundred refusals", () -> answers.size() == 100);
                connection.rollback();
            }
            for (var thread : threads) {
                thread.join();
            }

            assertThat(answers.stream().filter(StartAnswer.Throttled.class::isInstance)).hasSize(100);
            assertThat(answers.stream().filter(StartAnswer.Started.class::isInstance)).hasSize(2_000);
        }
    }
}
