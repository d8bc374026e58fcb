// SPDX-License-Identifier: Apache-2.0
package io.fermata.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.fermata.node.testing.TestNode;
import io.fermata.scheduler.Schedules.NewSchedule;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.quartz.JobKey;
import org.quartz.SchedulerException;

/// What schedules promise, on a real database with a whole node.
class SchedulesTest {

    private static SchedulerFixture fixture;
    private static Schedules schedules;

    @BeforeAll
    static void start() throws Exception {
        fixture = new SchedulerFixture(SchedulesTest.class);
        schedules = fixture.schedules;
    }

    @AfterAll
    static void stop() throws Exception {
        fixture.close();
    }

    @Test
    void twoNodesStartOneExecutionForASlot() throws Exception {
        var one = fixture.quartz();
        var two = fixture.quartz();
        try {
            create("both", "rate(1 day)");
            one.start();
            two.start();

            TestNode.await("the slot", () -> schedules.slots(fixture.acme, "both", 10).stream()
                    .anyMatch(slot -> slot.status() == Slot.Status.STARTED));

            assertThat(schedules.slots(fixture.acme, "both", 10)).singleElement().satisfies(slot -> {
                assertThat(slot.reason()).isEmpty();
                assertThat(fixture.node.reads().find(fixture.acme, fixture.machineId,
                        slot.executionName().orElseThrow())).isPresent();
            });
            assertThat(fixture.executions("schedule:both")).isEqualTo(1);
        } finally {
            one.destroy();
            two.destroy();
        }
    }

    @Test
    void aSlotThatIsFiredManyTimesAtOnceStartsOneExecution() throws Exception {
        create("often", "rate(1 day)");
        var row = fixture.table.find(fixture.acme, "often").orElseThrow();
        var slot = row.schedule().createdAt();
        var firings = new ArrayList<Callable<Boolean>>();
        for (int i = 0; i < 8; i++) {
            firings.add(() -> {
                fixture.slots.fire(fixture.acme, row.id(), slot);
                return true;
            });
        }

        try (var threads = Executors.newFixedThreadPool(8)) {
            for (var done : threads.invokeAll(firings)) {
                assertThat(done.get()).isTrue();
            }
        }

        assertThat(fixture.executions("schedule:often")).isEqualTo(1);
        assertThat(schedules.slots(fixture.acme, "often", 10)).extracting(Slot::status)
                .containsExactly(Slot.Status.STARTED);
    }

    @Test
    void aSlotThatANodeLeftInTheMiddleIsFinished() {
        create("left", "rate(1 day)");
        var row = fixture.table.find(fixture.acme, "left").orElseThrow();
        var slot = row.schedule().createdAt();
        fixture.table.take(row, slot, Slots.name(row, slot), slot);

        fixture.slots.fire(fixture.acme, row.id(), slot);

        assertThat(schedules.slots(fixture.acme, "left", 10)).extracting(Slot::status)
                .containsExactly(Slot.Status.STARTED);
    }

    @Test
    void theNextSlotIsAwaitedBeforeTheExecutionStarts() throws SchedulerException {
        create("chain", "rate(1 hour)");
        var row = fixture.table.find(fixture.acme, "chain").orElseThrow();
        var slot = row.schedule().createdAt();

        fixture.slots.fire(fixture.acme, row.id(), slot);

        assertThat(awaited(row.id())).contains(slot.plus(Duration.ofHours(1)));
        assertThat(schedules.next(row.schedule(), 2)).containsExactly(slot.plus(Duration.ofHours(1)),
                slot.plus(Duration.ofHours(2)));
    }

    @Test
    void slotsOfMoreThanAnHourAgoAreLeftOutAndSaidOnce() throws SchedulerException {
        create("away", "rate(1 minute)");
        var row = fixture.table.find(fixture.acme, "away").orElseThrow();
        long before = row.id();
        fixture.jdbc.sql("UPDATE schedule SET created_at = ? WHERE tenant_id = ? AND id = ?")
                .param(ScheduleTable.utc(row.schedule().createdAt().minus(3, ChronoUnit.DAYS)))
                .param(fixture.acme.value()).param(before).update();
        var old = fixture.table.find(fixture.acme, "away").orElseThrow();

        fixture.slots.awaitNext(old, old.schedule().createdAt());

        assertThat(schedules.slots(fixture.acme, "away", 10)).singleElement().satisfies(slot -> {
            assertThat(slot.status()).isEqualTo(Slot.Status.SKIPPED);
            assertThat(slot.reason()).startsWith("No node was running; the slots until ");
        });
        assertThat(awaited(before)).anySatisfy(moment -> assertThat(moment).isBetween(
                Instant.now().minus(Duration.ofMinutes(61)), Instant.now().minus(Duration.ofMinutes(57))));
    }

    @Test
    void aSingleMomentThatHasPassedIsTheEnd() {
        var at = Instant.now().plusSeconds(3_600).truncatedTo(ChronoUnit.SECONDS);
        create("single", "at(" + at.toString().replace("Z", "") + ")");
        var row = fixture.table.find(fixture.acme, "single").orElseThrow();

        fixture.slots.fire(fixture.acme, row.id(), at);

        assertThat(schedules.find(fixture.acme, "single").orElseThrow().state()).isEqualTo(Schedule.State.COMPLETED);
        assertThat(fixture.executions("schedule:single")).isEqualTo(1);
    }

    @Test
    void aPausedScheduleStartsNothingUntilItIsResumed() throws SchedulerException {
        create("paused", "rate(1 hour)");
        var row = fixture.table.find(fixture.acme, "paused").orElseThrow();

        assertThat(schedules.pause(fixture.acme, "paused")).isTrue();
        fixture.slots.fire(fixture.acme, row.id(), row.schedule().createdAt());
        var whilePaused = awaited(row.id());
        assertThat(schedules.resume(fixture.acme, "paused")).isTrue();

        assertThat(whilePaused).isEmpty();
        assertThat(awaited(row.id())).singleElement().satisfies(moment -> assertThat(moment).isAfter(Instant.now()));
        assertThat(fixture.executions("schedule:paused")).isZero();
    }

    @Test
    void aDeletedScheduleIsForgotten() throws SchedulerException {
        create("gone", "rate(1 hour)");
        var row = fixture.table.find(fixture.acme, "gone").orElseThrow();

        assertThat(schedules.delete(fixture.other, "gone")).isFalse();
        assertThat(schedules.delete(fixture.acme, "gone")).isTrue();

        assertThat(schedules.find(fixture.acme, "gone")).isEmpty();
        assertThat(awaited(row.id())).isEmpty();
        assertThat(schedules.pause(fixture.acme, "gone")).isFalse();
    }

    @Test
    void aSlotOfADeletedMachineSaysWhy() {
        fixture.machine("doomed");
        schedules.create(fixture.acme, new NewSchedule("doomed", "rate(1 hour)", "UTC", "doomed", "{}", ""));
        fixture.machines.delete(fixture.acme, "doomed");
        var row = fixture.table.find(fixture.acme, "doomed").orElseThrow();

        fixture.slots.fire(fixture.acme, row.id(), row.schedule().createdAt());

        assertThat(schedules.slots(fixture.acme, "doomed", 1)).singleElement().satisfies(slot -> {
            assertThat(slot.status()).isEqualTo(Slot.Status.SKIPPED);
            assertThat(slot.reason()).isEqualTo("The state machine has been deleted");
        });
    }

    @Test
    void aScheduleThatNobodyAwaitsIsFoundAgain() throws SchedulerException {
        create("lost", "rate(1 hour)");
        var row = fixture.table.find(fixture.acme, "lost").orElseThrow();
        fixture.idle().deleteJob(new JobKey("schedule-" + row.id(), "tenant-" + fixture.acme));

        assertThat(fixture.slots.heal()).isPositive();

        assertThat(awaited(row.id())).containsExactly(row.schedule().createdAt());
    }

    @Test
    void refusesWhatDoesNotFitByField() {
        assertThat(unfit("a b", "rate(1 day)", "UTC", SchedulerFixture.MACHINE, "{}")).isEqualTo("name");
        assertThat(unfit("a", "rate(one day)", "UTC", SchedulerFixture.MACHINE, "{}")).isEqualTo("expression");
        assertThat(unfit("a", "at(2020-01-01T00:00:00)", "UTC", SchedulerFixture.MACHINE, "{}"))
                .isEqualTo("expression");
        assertThat(unfit("a", "rate(1 day)", "Nowhere", SchedulerFixture.MACHINE, "{}")).isEqualTo("zone");
        assertThat(unfit("a", "rate(1 day)", "UTC", "nothing", "{}")).isEqualTo("stateMachine");
        assertThat(unfit("a", "rate(1 day)", "UTC", SchedulerFixture.MACHINE, "{")).isEqualTo("input");
    }

    @Test
    void aNameIsTakenOncePerTenantAndUnseenByOthers() {
        create("mine", "rate(1 day)");

        var again = schedules.create(fixture.acme,
                new NewSchedule("mine", "rate(2 days)", "UTC", SchedulerFixture.MACHINE, "{}", ""));

        assertThat(again).isEqualTo(new Schedules.NameTaken("mine"));
        assertThat(schedules.list(fixture.other)).isEmpty();
        assertThat(schedules.find(fixture.other, "mine")).isEmpty();
        assertThat(schedules.slots(fixture.other, "mine", 1)).isEmpty();
    }

    private static void create(String name, String expression) {
        var made = schedules.create(fixture.acme,
                new NewSchedule(name, expression, "UTC", SchedulerFixture.MACHINE, "{\"by\":\"clock\"}", ""));
        assertThat(made).isInstanceOf(Schedules.Created.class);
    }

    private static String unfit(String name, String expression, String zone, String machine, String input) {
        var answer = schedules.create(fixture.acme, new NewSchedule(name, expression, zone, machine, input, ""));
        return ((Schedules.Unfit) answer).field();
    }

    private static java.util.List<Instant> awaited(long scheduleId) throws SchedulerException {
        var moments = new ArrayList<Instant>();
        for (var trigger : fixture.idle().getTriggersOfJob(
                new JobKey("schedule-" + scheduleId, "tenant-" + fixture.acme))) {
            moments.add(trigger.getNextFireTime().toInstant());
        }
        return moments;
    }
}
