// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.approval;

import io.fermata.tenancy.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The links in mails: 43 characters that name one person and one question. An invitation, not a login. Only their SHA-256
/// is kept. Callers bring the transaction. Any thread.
final class ApprovalLinks {

    /// How long a link opens a question that waits longer.
    private static final Duration LONGEST = Duration.ofDays(14);

    private final JdbcClient jdbc;
    private final ApprovalSeals seals;
    private final InstantSource clock;

    ApprovalLinks(JdbcClient jdbc, ApprovalSeals seals, InstantSource clock) {
        this.jdbc = jdbc;
        this.seals = seals;
        this.clock = clock;
    }

    /// @param alive whether it has neither expired nor been revoked
    record Found(TenantId tenant, long taskId, String email, boolean alive) {}

    /// Makes a link and answers its token, which can be read only now.
    String create(TenantId tenant, long taskId, String email, @Nullable Instant timeoutAt) {
        var now = clock.instant();
        var latest = now.plus(LONGEST);
        var expires = timeoutAt == null || timeoutAt.isAfter(latest) ? latest : timeoutAt;
        var token = seals.newLinkToken();
        jdbc.sql(
                """
                        INSERT INTO approval_link (tenant_id, approval_task_id, email, token_hash, expires_at, revoked_at, created_at)
                        VALUES (?, ?, ?, ?, ?, NULL, ?)
                        """)
                .params(List.of(tenant.value(), taskId, email, ApprovalSeals.sha256(token), utc(expires), utc(now)))
                .update();
        return token;
    }

    /// The link with that token, of whatever tenant: the token is how a request without a session finds it.
    Optional<Found> find(String token) {
        var now = utc(clock.instant());
        return jdbc
                .sql("""
                        /* system */ SELECT tenant_id, approval_task_id, email, expires_at, revoked_at FROM approval_link WHERE token_hash = ?
                        """)
                .param(ApprovalSeals.sha256(token))
                .query((row, _) -> new Found(new TenantId(row.getLong("tenant_id")), row.getLong("approval_task_id"),
                        row.getString("email"), row.getObject("revoked_at") == null && Objects
                                .requireNonNull(row.getObject("expires_at", LocalDateTime.class)).isAfter(now)))
                .optional();
    }

    void revoke(TenantId tenant, long taskId) {
        jdbc.sql(
                "UPDATE approval_link SET revoked_at = ? WHERE tenant_id = ? AND approval_task_id = ? AND revoked_at IS NULL")
                .param(utc(clock.instant())).param(tenant.value()).param(taskId).update();
    }

    private static LocalDateTime utc(Instant instant) {
        return LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
