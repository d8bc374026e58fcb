// SPDX-License-Identifier: Apache-2.0
package io.fermata.journal;

import io.fermata.engine.Recorded;
import io.fermata.tenancy.TenantId;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Reads the steps of executions. Any thread that may wait for KMS, where a customer's key seals them; {@link #load} alone
/// never waits, for loops.
public final class JournalTable {

    private static final int PAGE = 100;

    /// Up to this event a history is looked through from its beginning.
    private static final long NEAR = 2_000;

    private final JdbcClient jdbc;
    private final StepCodec impatient;
    private final StepCodec patient;

    public JournalTable(DataSource dataSource, StepCodec codec) {
        this.jdbc = JdbcClient.create(dataSource);
        this.impatient = codec;
        this.patient = codec.patient();
    }

    /// All that an execution's journal holds, and how many steps that is.
    public record Read(List<Recorded> entries, int steps) {}

    /// What a journal's reader knows at its end.
    ///
    /// @param steps how many it holds
    /// @param values which large values it holds
    public record Loaded(int steps, StoredValues values) {}

    /// The whole journal of an execution. Costs one statement for each hundred steps, one for each large value that is not
    /// held any more, and the bytes of the history.
    public Read read(TenantId tenant, long executionNo) {
        var entries = new ArrayList<Recorded>();
        var loaded = load(patient, tenant, executionNo, entries::add);
        return new Read(entries, loaded.steps);
    }

    /// The same, without holding more of it than some steps.
    ///
    /// @param to takes the entries in order
    /// @throws io.fermata.tenancy.keys.KeyAbsentException when it is sealed under a customer's key and a data key is not in
    /// memory; `to` may have taken entries by then
    public Loaded load(TenantId tenant, long executionNo, Consumer<Recorded> to) {
        return load(impatient, tenant, executionNo, to);
    }

    /// The same for who may wait for KMS.
    public Loaded loadWhenThere(TenantId tenant, long executionNo, Consumer<Recorded> to) {
        return load(patient, tenant, executionNo, to);
    }

    /// The numbers of the data keys under customers' keys that the steps and large values of an execution are sealed with.
    public Set<Integer> customerKeys(TenantId tenant, long executionNo) {
        return jdbc
                .sql("""
                        SELECT DISTINCT SUBSTRING(payload, %1$d, 4) FROM journal WHERE execution_no = ? AND tenant_id = ?
                        UNION SELECT DISTINCT SUBSTRING(payload, %1$d, 4) FROM journal_value WHERE execution_no = ? AND tenant_id = ?
                        """
                        .formatted(StepCodec.KEY_NUMBER + 1))
                .param(executionNo).param(tenant.value()).param(executionNo)
                .param(tenant.value()).query((row, _) -> ByteBuffer.wrap(row.getBytes(1)).getInt()).list().stream()
                .filter(number -> number < 0).collect(Collectors.toSet());
    }

    private Loaded load(StepCodec codec, TenantId tenant, long executionNo, Consumer<Recorded> to) {
        var values = new LargeValues(jdbc, codec, tenant, executionNo);
        int steps = 0;
        while (true) {
            var page = payloads(jdbc.sql("""
                    SELECT payload FROM journal WHERE execution_no = ? AND tenant_id = ? AND step > ? ORDER BY step
                    LIMIT ?""").param(executionNo).param(tenant.value()).param(steps).param(PAGE));
            page.forEach(payload -> codec.decode(tenant, payload, values).forEach(to));
            steps += page.size();
            if (page.size() < PAGE) {
                return new Loaded(steps, values.stored());
            }
        }
    }

    /// The events of an execution with ids from `from` to `to`, in order. Reads only the steps that hold them.
    public List<Recorded> events(TenantId tenant, long executionNo, long from, long to) {
        var events = new ArrayList<Recorded>();
        walk(tenant, executionNo, from, to, false, events::add);
        return events;
    }

    /// Shows the events with ids from `from` to `to`, one after the other, until told to end. Holds some steps at a time, and
    /// finds those of a long history by their numbers.
    ///
    /// @param goOn takes an event, and says whether it wants the next one
    public void walk(TenantId tenant, long executionNo, long from, long to, boolean newestFirst,
            Predicate<Recorded> goOn) {
        var values = values(tenant, executionNo);
        boolean far = to > NEAR;
        int first = far ? stepOf(tenant, executionNo, from) : 1;
        int last = far ? stepOf(tenant, executionNo, to) : Integer.MAX_VALUE;
        while (first <= last) {
            var page = jdbc.sql("""
                    SELECT step, payload FROM journal WHERE execution_no = ? AND tenant_id = ? AND step BETWEEN ? AND ?
                    AND last_event >= ? AND first_event <= ? ORDER BY step %s LIMIT ?"""
                    .formatted(newestFirst ? "DESC" : "ASC")).param(executionNo).param(tenant.value()).param(first)
                    .param(last).param(from).param(to).param(PAGE)
                    .query((row, _) -> new Sealed(row.getInt(1), row.getBytes(2))).list();
            for (var step : page) {
                var entries = patient.decode(tenant, step.payload, values);
                for (var recorded : newestFirst ? entries.reversed() : entries) {
                    if (recorded.id() >= from && recorded.id() <= to && recorded.id() > 0 && !goOn.test(recorded)) {
                        return;
                    }
                }
            }
            if (page.size() < PAGE) {
                return;
            }
            if (newestFirst) {
                last = page.getLast().number - 1;
            } else {
                first = page.getLast().number + 1;
            }
        }
    }

    private record Sealed(int number, byte[] payload) {}

    /// The number of the step that holds an event, or of the last step. Halves the way by looks at the primary key, because a
    /// look through all steps of a history without end would read them all for each page.
    private int stepOf(TenantId tenant, long executionNo, long event) {
        int low = 1;
        int high = jdbc.sql("SELECT COALESCE(MAX(step), 0) FROM journal WHERE execution_no = ? AND tenant_id = ?")
                .param(executionNo).param(tenant.value()).query(Integer.class).single();
        while (low < high) {
            int middle = low + (high - low) / 2;
            long last = jdbc.sql("SELECT last_event FROM journal WHERE execution_no = ? AND step = ? AND tenant_id = ?")
                    .param(executionNo).param(middle).param(tenant.value()).query(Long.class).optional()
                    .orElse(Long.MAX_VALUE);
            if (last < event) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /// The first step of an execution and the last one, each once, in two looks by the primary key: what began an execution
    /// and what ended it.
    public List<Recorded> outermost(TenantId tenant, long executionNo) {
        return entries(tenant, executionNo, payloads(jdbc.sql("""
                (SELECT payload FROM journal WHERE execution_no = ? AND tenant_id = ? AND step = 1)
                UNION ALL (SELECT payload FROM journal WHERE execution_no = ? AND tenant_id = ? AND step > 1
                ORDER BY step DESC LIMIT 1)""").param(executionNo).param(tenant.value()).param(executionNo)
                .param(tenant.value())));
    }

    /// The first step of an execution and that one, each once.
    public List<Recorded> firstAnd(TenantId tenant, long executionNo, int step) {
        return entries(tenant, executionNo, payloads(jdbc
                .sql("""
                        SELECT payload FROM journal WHERE execution_no = ? AND tenant_id = ? AND step IN (1, ?) ORDER BY step""")
                .param(executionNo).param(tenant.value()).param(step)));
    }

    /// What the same two steps hold that were kept after their commit. Reads nothing but large values.
    public List<Recorded> outermost(RecentExecutions.Recent recent) {
        var last = recent.last();
        return entries(recent.row().tenant(), recent.row().executionNo(),
                last == null ? List.of(recent.first()) : List.of(recent.first(), last));
    }

    private List<Recorded> entries(TenantId tenant, long executionNo, List<byte[]> payloads) {
        var values = values(tenant, executionNo);
        var entries = new ArrayList<Recorded>();
        payloads.forEach(payload -> entries.addAll(patient.decode(tenant, payload, values)));
        return entries;
    }

    private LargeValues values(TenantId tenant, long executionNo) {
        return new LargeValues(jdbc, patient, tenant, executionNo);
    }

    /// All of them before any is decoded, because the large values that they name are read by another statement.
    private static List<byte[]> payloads(JdbcClient.StatementSpec select) {
        return select.query((row, _) -> row.getBytes(1)).list();
    }

    /// The id of the last durable event; 0 when there is none. One look at the end of the primary key.
    public long lastEvent(TenantId tenant, long executionNo) {
        return jdbc.sql("""
                SELECT last_event FROM journal WHERE execution_no = ? AND tenant_id = ? ORDER BY step DESC LIMIT 1""")
                .param(executionNo).param(tenant.value()).query(Long.class).optional().orElse(0L);
    }

    /// Whether the journal has this very step. Its number alone does not say so, because another owner of the shard may have
    /// written a step of that number; its bytes do, because no two are sealed alike.
    static boolean holds(Connection connection, Append append) throws SQLException {
        var row = append.row();
        if (row == null) {
            return false;
        }
        try (var select = connection.prepareStatement(
                "SELECT payload FROM journal WHERE execution_no = ? AND step = ? AND tenant_id = ?")) {
            select.setLong(1, append.executionNo());
            select.setInt(2, row.step());
            select.setLong(3, append.tenant().value());
            try (var found = select.executeQuery()) {
                return found.next() && Arrays.equals(found.getBytes(1), row.payload());
            }
        }
    }
}
