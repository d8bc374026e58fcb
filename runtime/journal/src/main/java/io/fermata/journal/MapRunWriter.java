// SPDX-License-Identifier: Apache-2.0
package io.fermata.journal;

import io.fermata.engine.ExecutionStatus;
import io.fermata.engine.Signal;
import io.fermata.journal.GroupCommit.SqlWork;
import io.fermata.tenancy.TenantId;
import io.fermata.tenancy.keys.SealingKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The writes of those who drive Map Runs, each a transaction on the journal's connection, fenced like a group commit:
/// who does not own the shard any more writes nothing. Stateless.
///
/// @param owner the name under which this node owns shards
public record MapRunWriter(String owner, StepCodec codec, Inbox inbox) {

    /// A shard as its owner holds it.
    public record Held(int shard, long epoch) {}

    /// A child that the reader has made.
    ///
    /// @param items how many items it stands for
    public record NewChild(JsonNode input, int items) {}

    /// A child that is about to start.
    public record Claim(MapItemTable.Startable child, long executionNo) {}

    <T> SqlWork<T> fenced(Collection<Held> held, SqlWork<T> work) {
        return connection -> {
            var epochs = ShardLeases.lockedEpochs(connection, owner, held.stream().map(Held::shard).toList());
            for (var shard : held) {
                if (epochs.getOrDefault(shard.shard(), -1L) != shard.epoch()) {
                    throw new LeaseLostException(shard.shard());
                }
            }
            return work.run(connection);
        };
    }

    /// Adds children behind those the run has.
    ///
    /// @param sealing a data key under the customer's key; null for the tenant's own
    /// @param complete whether these are the last
    public SqlWork<Boolean> add(Held held, MapRunRow run, @Nullable SealingKey sealing, long first,
            List<NewChild> children, boolean complete) {
        return fenced(List.of(held), connection -> {
            try (var insert = connection.prepareStatement("""
                    INSERT INTO map_item (map_run_no, item, tenant_id, shard, phase, items, input)
                    VALUES (?, ?, ?, ?, 0, ?, ?)""")) {
                long item = first;
                for (var child : children) {
                    insert.setLong(1, run.mapRunNo());
                    insert.setLong(2, item);
                    insert.setLong(3, run.tenant().value());
                    insert.setInt(4, (int) Math.floorMod(run.mapRunNo() + item, (long) ExecutionNo.SHARDS));
                    insert.setInt(5, child.items());
                    insert.setBytes(6, codec.encodeValue(run.tenant(), sealing, child.input()));
                    insert.addBatch();
                    item++;
                }
                insert.executeBatch();
            }
            try (var update = connection.prepareStatement("""
                    UPDATE map_run SET read_children = read_children + ?, read_items = read_items + ?, complete = ?
                    WHERE map_run_no = ? AND tenant_id = ?""")) {
                update.setInt(1, children.size());
                update.setInt(2, children.stream().mapToInt(NewChild::items).sum());
                update.setBoolean(3, complete);
                key(update, 4, run);
                update.executeUpdate();
            }
            return true;
        });
    }

    /// Decides that a run fails. The first failure stands; one that was found before a redrive does not.
    ///
    /// @param sealing a data key under the customer's key; null for the tenant's own
    public SqlWork<Boolean> fail(Held held, MapRunRow run, @Nullable SealingKey sealing, JsonNode failure) {
        return fenced(List.of(held), connection -> {
            try (var update = connection.prepareStatement("""
                    UPDATE map_run SET failure = ? WHERE map_run_no = ? AND tenant_id = ? AND failure IS NULL
                    AND redrive_count = ?""")) {
                update.setBytes(1, codec.encodeValue(run.tenant(), sealing, failure));
                key(update, 2, run);
                update.setInt(4, run.redriveCount());
                return update.executeUpdate() > 0;
            }
        });
    }

    /// Counts children that have ended and lets others start.
    ///
    /// @param release children up to this number may start
    public SqlWork<Boolean> settle(Held held, MapRunRow run, List<MapItemTable.Ended> ended, long release) {
        return fenced(List.of(held), connection -> {
            if (!ended.isEmpty()) {
                try (var count = connection.prepareStatement("""
                        UPDATE map_item SET phase = 4 WHERE map_run_no = ? AND tenant_id = ? AND phase = 3
                        AND item IN (""" + marks(ended.size()) + ")")) {
                    key(count, 1, run);
                    for (int i = 0; i < ended.size(); i++) {
                        count.setLong(3 + i, ended.get(i).item());
                    }
                    count.executeUpdate();
                }
            }
            if (release > run.releasedChildren()) {
                try (var free = connection.prepareStatement("""
                        UPDATE map_item SET phase = 1 WHERE map_run_no = ? AND tenant_id = ? AND phase = 0
                        AND item >= ? AND item < ?""")) {
                    key(free, 1, run);
                    free.setLong(3, run.releasedChildren());
                    free.setLong(4, release);
                    free.executeUpdate();
                }
            }
            count(connection, run, ended, 1, release);
            return true;
        });
    }

    /// Adds ended children to the counters of their run.
    ///
    /// @param sign -1 for taking them out
    static void count(Connection connection, MapRunRow run, List<MapItemTable.Ended> ended, int sign, long release)
            throws SQLException {
        try (var update = connection.prepareStatement("""
                UPDATE map_run SET released_children = ?, succeeded_children = succeeded_children + ?,
                failed_children = failed_children + ?, timed_out_children = timed_out_children + ?,
                aborted_children = aborted_children + ?, succeeded_items = succeeded_items + ?,
                failed_items = failed_items + ?, timed_out_items = timed_out_items + ?,
                aborted_items = aborted_items + ? WHERE map_run_no = ? AND tenant_id = ?""")) {
            update.setLong(1, release);
            int place = 2;
            for (boolean items : new boolean[]{false, true}) {
                for (var status : List.of(ExecutionStatus.SUCCEEDED, ExecutionStatus.FAILED,
                        ExecutionStatus.TIMED_OUT, ExecutionStatus.ABORTED)) {
                    update.setLong(place++, sign * ended.stream().filter(child -> child.status() == status)
                            .mapToLong(child -> items ? child.items() : 1).sum());
                }
            }
            key(update, place, run);
            update.executeUpdate();
        }
    }

    /// Takes back what may start and has not.
    public SqlWork<Boolean> holdBack(Held held, MapRunRow run) {
        return fenced(List.of(held), connection -> {
            try (var update = connection.prepareStatement(
                    "UPDATE map_item SET phase = 0 WHERE map_run_no = ? AND tenant_id = ? AND phase = 1")) {
                key(update, 1, run);
                return update.executeUpdate() > 0;
            }
        });
    }

    /// Sends one signal that holds no data to many executions of a tenant, by their inboxes.
    public SqlWork<Boolean> send(TenantId tenant, List<Long> executionNos, Signal signal) {
        var message = inbox.encode(tenant, null, signal);
        return connection -> {
            for (long executionNo : executionNos) {
                post(connection, tenant, executionNo, message);
            }
            return true;
        };
    }

    /// Ends a run, and tells the execution that waits for it.
    ///
    /// @param told null when nobody waits
    /// @param sealing a data key under the customer's key; null for the tenant's own
    /// @return false when it was redriven since the row was read
    public SqlWork<Boolean> end(Held held, MapRunRow run, MapRunRow.Status status, long resultsWritten,
            @Nullable Signal told, @Nullable SealingKey sealing) {
        return fenced(List.of(held), connection -> {
            try (var update = connection.prepareStatement("""
                    UPDATE map_run SET status = ?, stopped_at = NOW(6), results_written = ?
                    WHERE map_run_no = ? AND tenant_id = ? AND status = 'RUNNING' AND redrive_count = ?""")) {
                update.setString(1, status.name());
                update.setLong(2, resultsWritten);
                key(update, 3, run);
                update.setInt(5, run.redriveCount());
                if (update.executeUpdate() == 0) {
                    return false;
                }
            }
            if (told != null) {
                post(connection, run.tenant(), run.executionNo(), inbox.encode(run.tenant(), sealing, told));
            }
            return true;
        });
    }

    /// Gives children that may start the numbers under which they will; one that has run before keeps its own.
    ///
    /// @return those that may still start
    public SqlWork<Set<Long>> claim(Collection<Held> held, List<Claim> claims) {
        return fenced(held, connection -> {
            try (var update = connection.prepareStatement("""
                    UPDATE map_item SET phase = 2, redrives = redrives + ?, execution_no = ?, started_at = NOW(6),
                    stopped_at = NULL, status = NULL, result = NULL
                    WHERE map_run_no = ? AND item = ? AND tenant_id = ? AND phase = 1""")) {
                for (var claim : claims) {
                    update.setInt(1, claim.child().executionNo() == 0 ? 0 : 1);
                    update.setLong(2, claim.executionNo());
                    update.setLong(3, claim.child().mapRunNo());
                    update.setLong(4, claim.child().item());
                    update.setLong(5, claim.child().tenant().value());
                    update.addBatch();
                }
                update.executeBatch();
            }
            return claimed(connection, claims);
        });
    }

    private static Set<Long> claimed(Connection connection, List<Claim> claims) throws SQLException {
        var taken = new HashSet<Long>();
        var keys = new ArrayList<String>();
        claims.forEach(_ -> keys.add("(?, ?)"));
        try (var select = connection.prepareStatement("""
                /* system */ SELECT execution_no FROM map_item WHERE phase = 2 AND (map_run_no, item) IN ("""
                + String.join(", ", keys) + ")")) {
            int place = 1;
            for (var claim : claims) {
                select.setLong(place++, claim.child().mapRunNo());
                select.setLong(place++, claim.child().item());
            }
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    taken.add(rows.getLong(1));
                }
            }
        }
        return taken;
    }

    /// Ends a child that could not be started at all.
    ///
    /// @param result without any data of the child
    public SqlWork<Boolean> endChild(Held held, MapItemTable.Startable child, JsonNode result) {
        return fenced(List.of(held), connection -> {
            try (var update = connection.prepareStatement("""
                    UPDATE map_item SET phase = 3, status = 'FAILED', stopped_at = NOW(6), result = ?
                    WHERE map_run_no = ? AND item = ? AND tenant_id = ? AND phase = 2""")) {
                update.setBytes(1, codec.encodeValue(child.tenant(), null, result));
                update.setLong(2, child.mapRunNo());
                update.setLong(3, child.item());
                update.setLong(4, child.tenant().value());
                return update.executeUpdate() > 0;
            }
        });
    }

    private static void post(Connection connection, TenantId tenant, long executionNo, byte[] message)
            throws SQLException {
        try (var insert = connection.prepareStatement("""
                INSERT INTO inbox (shard, tenant_id, execution_no, message, awaited, arrived_at)
                VALUES (?, ?, ?, ?, FALSE, NOW(6))""")) {
            insert.setInt(1, ExecutionNo.shard(executionNo));
            insert.setLong(2, tenant.value());
            insert.setLong(3, executionNo);
            insert.setBytes(4, message);
            insert.executeUpdate();
        }
    }

    static void key(PreparedStatement to, int place, MapRunRow run) throws SQLException {
        to.setLong(place, run.mapRunNo());
        to.setLong(place + 1, run.tenant().value());
    }

    static String marks(int count) {
        return String.join(", ", java.util.Collections.nCopies(count, "?"));
    }
}
