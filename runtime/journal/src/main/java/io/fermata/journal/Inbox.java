// SPDX-License-Identifier: Apache-2.0
package io.fermata.journal;

import io.fermata.engine.Signal;
import io.fermata.tenancy.TenantId;
import io.fermata.tenancy.keys.SealingKey;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.GeneratedKeyHolder;

/// Signals for executions whose shard another node owns. A row is answered in the commit of the step that took it, so the
/// sender knows whether it was accepted. Any thread.
public final class Inbox {

    private final JdbcClient jdbc;
    private final SignalCodec codec;

    public Inbox(DataSource dataSource, StepCodec codec) {
        this.jdbc = JdbcClient.create(dataSource);
        this.codec = new SignalCodec(codec);
    }

    /// A signal that has arrived.
    ///
    /// @param id the row, to be answered
    /// @param sealed what {@link #open} opens
    public record Message(long id, int shard, TenantId tenant, long executionNo, byte[] sealed) {}

    /// Leaves a signal for the owner of the execution's shard.
    ///
    /// @param sealing a data key under the customer's key; null for the tenant's own
    /// @return the row whose answer may be asked for
    public long send(TenantId tenant, @Nullable SealingKey sealing, long executionNo, Signal signal,
            boolean awaited) {
        var key = new GeneratedKeyHolder();
        jdbc.sql("""
                INSERT INTO inbox (shard, tenant_id, execution_no, message, awaited, arrived_at)
                VALUES (?, ?, ?, ?, ?, NOW(6))""").param(ExecutionNo.shard(executionNo)).param(tenant.value())
                .param(executionNo).param(codec.encode(tenant, sealing, signal)).param(awaited).update(key);
        var id = key.getKey();
        if (id == null) {
            throw new IllegalStateException("the database gave an inbox row no id");
        }
        return id.longValue();
    }

    /// The bytes of a message, for sending it within a step's commit.
    ///
    /// @param sealing a data key under the customer's key; null for the tenant's own
    public byte[] encode(TenantId tenant, @Nullable SealingKey sealing, Signal signal) {
        return codec.encode(tenant, sealing, signal);
    }

    /// The signal in a message.
    ///
    /// @throws io.fermata.tenancy.keys.KeyAbsentException when it is sealed under a customer's key that is not in memory
    public Signal open(Message message) {
        return codec.decode(message.tenant, message.sealed);
    }

    /// What has arrived on these shards and is not answered, oldest first.
    public List<Message> arrived(Collection<Integer> shards, int limit) {
        if (shards.isEmpty()) {
            return List.of();
        }
        return jdbc.sql("""
                /* system */ SELECT id, shard, tenant_id, execution_no, message FROM inbox WHERE shard IN (:shards)
                AND answer IS NULL ORDER BY id LIMIT :limit""").param("shards", shards).param("limit", limit)
                .query((row, _) -> new Message(row.getLong(1), row.getInt(2), new TenantId(row.getLong(3)),
                        row.getLong(4), row.getBytes(5)))
                .list();
    }

    /// Whether messages for any of those executions of a tenant are not answered yet.
    ///
    /// @param executionNos at least one
    public boolean awaitsAnswer(TenantId tenant, Collection<Long> executionNos) {
        return jdbc.sql("""
                SELECT 1 FROM inbox WHERE shard IN (:shards) AND answer IS NULL AND tenant_id = :tenant
                AND execution_no IN (:executions) LIMIT 1""")
                .param("shards", executionNos.stream().map(ExecutionNo::shard).distinct().toList())
                .param("tenant", tenant.value()).param("executions", executionNos).query(Integer.class).optional()
                .isPresent();
    }

    /// The answer to a message, once there is one.
    public Optional<String> answer(TenantId tenant, long id) {
        return jdbc.sql("SELECT answer FROM inbox WHERE id = ? AND tenant_id = ? AND answer IS NOT NULL").param(id)
                .param(tenant.value()).query(String.class).optional();
    }

    /// Takes back a message that nobody answered in time.
    ///
    /// @return false when it has been answered meanwhile
    public boolean withdraw(TenantId tenant, long id) {
        return jdbc.sql("DELETE FROM inbox WHERE id = ? AND tenant_id = ? AND answer IS NULL").param(id)
                .param(tenant.value()).update() > 0;
    }

    /// Deletes messages answered longer ago than that.
    public int purge(Duration answeredBefore, int limit) {
        return jdbc.sql("""
                /* system */ DELETE FROM inbox WHERE answer IS NOT NULL
                AND answered_at < NOW(6) - INTERVAL ? SECOND LIMIT ?""").param(answeredBefore.toSeconds()).param(limit)
                .update();
    }

    /// Age of the oldest message without an answer, in seconds; 0 when there is none.
    public double ageSeconds() {
        return jdbc
                .sql("""
                        /* system */ SELECT COALESCE(TIMESTAMPDIFF(MICROSECOND, MIN(arrived_at), NOW(6)), 0) / 1000000 FROM inbox
                        WHERE answer IS NULL""")
                .query(Double.class).single();
    }
}
