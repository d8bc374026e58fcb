// SPDX-License-Identifier: Apache-2.0
package io.fermata.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// A schedule outlives the node that would have fired it.
class ScheduleTakeOverIT {

    // LocalDateTime's own text leaves out seconds that are zero
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss");

    @Test
    void aScheduleFiresOnceThoughANodeIsKilledBeforeItsMoment() throws Exception {
        try (var console = new Console(); var database = Database.start()) {
            var schema = database.schema();
            var lease = Map.of("FERMATA_SHARD_LEASE", "5s");
            try (var first = Fermata.start("clock-a", schema, lease);
                    var second = Fermata.start("clock-b", schema, lease);
                    var client = second.client()) {
                var machine = TwoNodesIT.machine(client, "scheduled",
                        "{\"StartAt\":\"P\",\"States\":{\"P\":{\"Type\":\"Pass\",\"End\":true}}}");
                var page = console.signIn(first, Fermata.ADMIN, Fermata.PASSWORD, 1440, false, false);
                page.navigate(first.url() + "/t/main/schedules");
                var due = LocalDateTime.now(ZoneOffset.UTC).plusSeconds(8).truncatedTo(ChronoUnit.SECONDS);
                page.fill("#name", "soon");
                page.selectOption("#machine", "scheduled");
                page.fill("#expression", "at(" + SECONDS.format(due) + ")");
                page.fill("#zone", "UTC");
                page.click("button[name=act][value=create]");

                first.kill();

                Await.until("the schedule to fire", Duration.ofSeconds(38), () -> !client
                        .listExecutions(request -> request.stateMachineArn(machine)).executions().isEmpty());
                System.out.println("take-over of a schedule: fired "
                        + Duration.between(due, LocalDateTime.now(ZoneOffset.UTC)).toMillis() + " ms after its moment");
                assertThat(client.listExecutions(request -> request.stateMachineArn(machine)).executions()).hasSize(1);
            }
        }
    }
}
