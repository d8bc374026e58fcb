// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.approval;

import io.fermata.engine.TaskOutcome;
import io.fermata.integrations.approval.ApprovalSeals.Column;
import io.fermata.language.Json;
import io.fermata.tenancy.TenantId;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/// Orders to resume executions. One is written in the transaction of the vote that decides, and is repeated until the
/// execution took it. Any thread.
final class ApprovalOrders {

    private static final int BATCH = 20;
    private static final int LONGEST_ERROR = 1_000;
    private static final Duration CLAIM_LASTS = Duration.ofSeconds(30);

    private final JdbcClient jdbc;
    private final TransactionOperations transaction;
    private final ApprovalSeals seals;
    private final InstantSource clock;
    private final Semaphore written = new Semaphore(0);

    ApprovalOrders(JdbcClient jdbc, TransactionOperations transaction, ApprovalSeals seals, InstantSource clock) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.seals = seals;
        this.clock = clock;
    }

    /// An order that this node may carry out now.
    ///
    /// @param attempt counts from 1
    record Claimed(long id, TenantId tenant, long taskId, int attempt, TaskOutcome outcome) {}

    /// In the caller's transaction; [#wake] after its commit saves a wait.
    void insert(TenantId tenant, long taskId, TaskOutcome outcome) {
        jdbc.sql(
                """
                        INSERT INTO approval_outbox (tenant_id, approval_task_id, result, attempts, next_attempt_at, last_error, created_at, done_at)
                        VALUES (?, ?, ?, 0, ?, '', ?, NULL)
                        """)
                .params(List.of(tenant.value(), taskId,
                        seals.seal(tenant, Column.RESULT, Json.write(ContentJson.write(outcome))), now(), now()))
                .update();
    }

    void wake() {
        written.release();
    }

    /// Waits until an order may have been written, at most that long.
    void await(Duration atMost) throws InterruptedException {
        if (written.tryAcquire(atMost.toNanos(), java.util.concurrent.TimeUnit.NANOSECONDS)) {
            written.drainPermits();
        }
    }

    /// Takes some due orders, of any tenant, that no other node has taken.
    List<Claimed> claim() {
        return Objects.requireNonNull(transaction.execute(_ -> {
            var claimed = jdbc.sql("""
                    /* system */ SELECT id, tenant_id, approval_task_id, attempts, result FROM approval_outbox
                    WHERE next_attempt_at <= ? ORDER BY next_attempt_at, id LIMIT ? FOR UPDATE SKIP LOCKED
                    """).param(now()).param(BATCH).query((row, _) -> {
                var tenant = new TenantId(row.getLong("tenant_id"));
                return new Claimed(row.getLong("id"), tenant, row.getLong("approval_task_id"),
                        row.getInt("attempts") + 1,
                        ContentJson.readOutcome(seals.openJson(tenant, Column.RESULT, row.getBytes("result"))));
            }).list();
            for (var one : claimed) {
                jdbc.sql(
                        "UPDATE approval_outbox SET attempts = attempts + 1, next_attempt_at = ? WHERE tenant_id = ? AND id = ?")
                        .param(now().plus(CLAIM_LASTS)).param(one.tenant().value()).param(one.id()).update();
            }
            return claimed;
        }));
    }

    void done(Claimed order, String remark) {
        jdbc.sql(
                "UPDATE approval_outbox SET done_at = ?, next_attempt_at = NULL, last_error = ? WHERE tenant_id = ? AND id = ?")
                .param(now()).param(remark).param(order.tenant().value()).param(order.id()).update();
    }

    void again(Claimed order, Duration pause, String error) {
        jdbc.sql("UPDATE approval_outbox SET next_attempt_at = ?, last_error = ? WHERE tenant_id = ? AND id = ?")
                .param(now().plus(pause)).param(error.substring(0, Math.min(LONGEST_ERROR, error.length())))
                .param(order.tenant().value()).param(order.id()).update();
    }

    private LocalDateTime now() {
        return LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
    }
}
