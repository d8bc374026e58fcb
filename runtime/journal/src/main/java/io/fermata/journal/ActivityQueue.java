// SPDX-License-Identifier: Apache-2.0
package io.fermata.journal;

import io.fermata.tenancy.TenantId;
import io.fermata.tenancy.keys.CustomerKey;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/// Activity tasks that wait for a worker. A worker's claim holds for a short time only: the row goes when the execution
/// has recorded that the worker took it, or comes back when the claiming node died before. Any thread that may wait for KMS,
/// where the activity names a customer's key.
public final class ActivityQueue {

    private static final Duration CLAIM = Duration.ofSeconds(10);

    private final JdbcClient jdbc;
    private final StepCodec codec;
    private final TransactionTemplate transactions;

    public ActivityQueue(DataSource dataSource, StepCodec codec) {
        this.jdbc = JdbcClient.create(dataSource);
        this.codec = codec.patient();
        this.transactions = new TransactionTemplate(new DataSourceTransactionManager(dataSource));
    }

    /// A task that a worker may take.
    public record Offer(long executionNo, long scheduled, JsonNode input) {}

    /// Puts a task in its activity's queue; again is as good as once.
    ///
    /// @param key the customer's key that the activity names; null without one
    /// @throws io.fermata.tenancy.keys.KmsRefusedException when KMS refuses it
    public void offer(TenantId tenant, long activityId, @Nullable CustomerKey key, long executionNo, long scheduled,
            JsonNode input) {
        var sealing = key == null ? null : codec.keys().sealerWhenThere(tenant, key);
        jdbc.sql("""
                INSERT INTO activity_task (tenant_id, activity_id, execution_no, scheduled_event, input, offered_at,
                claimed_until) VALUES (?, ?, ?, ?, ?, NOW(6), '1970-01-01 00:00:00')
                ON DUPLICATE KEY UPDATE offered_at = offered_at""").param(tenant.value()).param(activityId)
                .param(executionNo).param(scheduled).param(codec.encodeValue(tenant, sealing, input)).update();
    }

    /// The oldest task of an activity that nobody has claimed.
    ///
    /// @throws io.fermata.tenancy.keys.KmsRefusedException when KMS does not let its input be opened; the claim ends by itself
    public Optional<Offer> claim(TenantId tenant, long activityId) {
        var claimed = transactions.execute(_ -> {
            var row = jdbc.sql("""
                    SELECT id, execution_no, scheduled_event, input FROM activity_task
                    WHERE tenant_id = ? AND activity_id = ? AND claimed_until < NOW(6)
                    ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED""").param(tenant.value()).param(activityId)
                    .query((found, _) -> new Claimed(found.getLong(1), found.getLong(2), found.getLong(3),
                            found.getBytes(4)))
                    .optional();
            row.ifPresent(one -> jdbc
                    .sql("""
                            UPDATE activity_task SET claimed_until = NOW(6) + INTERVAL ? SECOND WHERE id = ? AND tenant_id = ?""")
                    .param(CLAIM.toSeconds()).param(one.id).param(tenant.value()).update());
            return row.orElse(null);
        });
        return Optional.ofNullable(claimed).map(
                one -> new Offer(one.executionNo, one.scheduled, codec.decodeValue(tenant, one.input)));
    }

    /// Takes a task out of its queue: a worker has it, or nobody waits for it any more.
    public void remove(TenantId tenant, long executionNo, long scheduled) {
        jdbc.sql("DELETE FROM activity_task WHERE tenant_id = ? AND execution_no = ? AND scheduled_event = ?")
                .param(tenant.value()).param(executionNo).param(scheduled).update();
    }

    private record Claimed(long id, long executionNo, long scheduled, byte[] input) {}
}
