// SPDX-License-Identifier: Apache-2.0
package io.fermata.scheduler;

import io.fermata.scheduler.Schedule.State;
import io.fermata.scheduler.Schedules.NewSchedule;
import io.fermata.tenancy.TenantId;
import io.fermata.tenancy.keys.KeyRing;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.GeneratedKeyHolder;

/// The rows of schedules and of their slots. Any thread.
final class ScheduleTable {

    private static final String INPUT = "schedule.input";
    private static final String COLUMNS = """
            SELECT s.id, s.tenant_id, s.name, s.expression, s.zone, s.state_machine_id, m.name AS machine, s.input, s.state, s.description, s.created_at
            FROM schedule s JOIN state_machine m ON m.id = s.state_machine_id AND m.tenant_id = s.tenant_id
            """;

    private final JdbcClient jdbc;
    private final KeyRing keys;

    ScheduleTable(JdbcClient jdbc, KeyRing keys) {
        this.jdbc = jdbc;
        this.keys = keys;
    }

    /// A schedule with its numbers inside the house.
    record Row(long id, TenantId tenant, long stateMachineId, Schedule schedule) {

        When when() {
            return switch (When.read(schedule.expression(), schedule.zone())) {
                case When.Reading.Good(var when) -> when;
                case When.Reading.Bad(_, var sentence) -> throw new IllegalStateException(
                        "A schedule's expression was checked when it was made: " + sentence);
            };
        }
    }

    /// @throws DuplicateKeyException if the name is taken
    long insert(TenantId tenant, NewSchedule asked, long stateMachineId, Instant now) {
        var id = new GeneratedKeyHolder();
        jdbc.sql(
                """
                        INSERT INTO schedule (tenant_id, name, expression, zone, state_machine_id, qualifier, input, state, overlap, catch_up,
                        flexible_minutes, starts_at, ends_at, description, created_at, updated_at, lock_version)
                        VALUES (?, ?, ?, ?, ?, NULL, ?, 'ENABLED', 'ALLOW', 'ONE_HOUR', 0, NULL, NULL, ?, ?, ?, 0)
                        """)
                .params(List.of(tenant.value(), asked.name(), asked.expression().strip(), asked.zone().strip(),
                        stateMachineId, keys.seal(tenant, INPUT, asked.input().getBytes(StandardCharsets.UTF_8)),
                        asked.description(), utc(now), utc(now)))
                .update(id);
        return Objects.requireNonNull(id.getKey()).longValue();
    }

    int count(TenantId tenant) {
        return jdbc.sql("SELECT COUNT(*) FROM schedule WHERE tenant_id = ?").param(tenant.value())
                .query(Integer.class).single();
    }

    Optional<Row> find(TenantId tenant, String name) {
        return jdbc.sql(COLUMNS + "WHERE s.tenant_id = ? AND s.name = ?").param(tenant.value()).param(name)
                .query((row, _) -> row(row)).optional();
    }

    Optional<Row> find(TenantId tenant, long id) {
        return jdbc.sql(COLUMNS + "WHERE s.tenant_id = ? AND s.id = ?").param(tenant.value()).param(id)
                .query((row, _) -> row(row)).optional();
    }

    List<Row> list(TenantId tenant) {
        return jdbc.sql(COLUMNS + "WHERE s.tenant_id = ? ORDER BY s.name").param(tenant.value())
                .query((row, _) -> row(row)).list();
    }

    /// Schedules of all tenants that should be awaited by Quartz and are not: what a crash at the wrong moment left.
    List<Row> forgotten() {
        return jdbc.sql("/* system */ " + COLUMNS + """
                WHERE s.state = 'ENABLED' AND NOT EXISTS (SELECT 1 FROM QRTZ_TRIGGERS q
                WHERE q.JOB_NAME = CONCAT('schedule-', s.id) AND q.JOB_GROUP = CONCAT('tenant-', s.tenant_id)) LIMIT 100
                """).query((row, _) -> row(row)).list();
    }

    void set(Row row, State state, Instant now) {
        jdbc.sql("UPDATE schedule SET state = ?, updated_at = ? WHERE tenant_id = ? AND id = ?").param(state.name())
                .param(utc(now)).param(row.tenant().value()).param(row.id()).update();
    }

    void delete(Row row) {
        jdbc.sql("DELETE FROM schedule WHERE tenant_id = ? AND id = ?").param(row.tenant().value()).param(row.id())
                .update();
    }

    /// Takes a slot. A slot that another took and finished is not given again; one that was left in the middle is.
    boolean take(Row row, Instant dueAt, String executionName, Instant now) {
        try {
            jdbc.sql("""
                    INSERT INTO schedule_slot (tenant_id, schedule_id, due_at, status, execution_name, reason, fired_at)
                    VALUES (?, ?, ?, 'STARTING', ?, '', ?)
                    """).params(List.of(row.tenant().value(), row.id(), utc(dueAt), executionName, utc(now))).update();
            return true;
        } catch (DuplicateKeyException taken) {
            return jdbc.sql("SELECT status FROM schedule_slot WHERE tenant_id = ? AND schedule_id = ? AND due_at = ?")
                    .param(row.tenant().value()).param(row.id()).param(utc(dueAt)).query(String.class).optional()
                    .filter("STARTING"::equals).isPresent();
        }
    }

    void finish(Row row, Instant dueAt, Slot.Status status, @Nullable String executionName, String reason) {
        jdbc.sql(
                """
                        UPDATE schedule_slot SET status = ?, execution_name = ?, reason = ? WHERE tenant_id = ? AND schedule_id = ? AND due_at = ?
                        """)
                .params(Arrays.asList(status.name(), executionName, reason, row.tenant().value(), row.id(),
                        utc(dueAt)))
                .update();
    }

    /// Newest first.
    List<Slot> slots(Row row, int size) {
        return jdbc.sql("""
                SELECT due_at, status, execution_name, reason FROM schedule_slot WHERE tenant_id = ? AND schedule_id = ?
                ORDER BY due_at DESC LIMIT ?
                """).param(row.tenant().value()).param(row.id()).param(size)
                .query((slot, _) -> new Slot(instant(slot, "due_at"), Slot.Status.valueOf(slot.getString("status")),
                        Optional.ofNullable(slot.getString("execution_name")), slot.getString("reason")))
                .list();
    }

    /// Removes slots and deliveries of all tenants that are older than that.
    int purge(Instant slotsBefore, Instant deliveriesBefore) {
        return jdbc.sql("/* system */ DELETE FROM schedule_slot WHERE due_at < ? LIMIT 10000").param(utc(slotsBefore))
                .update()
                + jdbc.sql("/* system */ DELETE FROM webhook_delivery WHERE received_at < ? LIMIT 10000")
                        .param(utc(deliveriesBefore)).update();
    }

    private Row row(ResultSet row) throws SQLException {
        var tenant = new TenantId(row.getLong("tenant_id"));
        return new Row(row.getLong("id"), tenant, row.getLong("state_machine_id"),
                new Schedule(row.getString("name"), row.getString("expression"), row.getString("zone"),
                        row.getString("machine"),
                        new String(keys.open(tenant, INPUT, row.getBytes("input")), StandardCharsets.UTF_8),
                        State.valueOf(row.getString("state")), row.getString("description"),
                        instant(row, "created_at")));
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return Objects.requireNonNull(row.getObject(column, LocalDateTime.class)).toInstant(ZoneOffset.UTC);
    }

    static LocalDateTime utc(Instant instant) {
        return LocalDateTime.ofInstant(instant.truncatedTo(ChronoUnit.MICROS), ZoneOffset.UTC);
    }
}
