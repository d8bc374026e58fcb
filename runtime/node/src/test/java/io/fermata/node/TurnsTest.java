// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.fermata.database.testing.TestDatabase;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Which turns stay on the loops.
@ExtendWith(NodeExtension.class)
class TurnsTest {

    private static final String QUICK = """
            {"StartAt":"P","States":{"P":{"Type":"Pass","End":true}}}""";

    @Test
    void thoseThatTakeNoLongerThanTheBound(TestDatabase database, TwoTenants tenants) {
        try (var node = tenants.node(database,
                new NodeSettings("node-a", Duration.ofSeconds(10), 2, Duration.ofHours(1), "test"),
                InstantSource.system())) {
            var machine = node.machine(QUICK);
            for (int i = 0; i < 10; i++) {
                node.awaitEnd(node.start(machine, "{}").executionNo());
            }

            assertThat(node.assembly().node().slowTurns()).isZero();
        }
    }
}
