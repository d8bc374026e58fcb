// SPDX-License-Identifier: Apache-2.0
package io.fermata.tenancy.mail;

import io.fermata.tenancy.TenantId;
import io.fermata.tenancy.keys.KeyRing;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/// Mail that waits to be sent. A mail is written in the caller's transaction and is sent at least once after its commit. Any thread.
public final class Outbox {

    /// The pauses after the first, second ... failed attempt; after the last one the mail is given up.
    static final List<Duration> PAUSES = List.of(Duration.ofSeconds(30), Duration.ofMinutes(5), Duration.ofMinutes(30),
            Duration.ofHours(2), Duration.ofHours(8));

    /// How long a claimed mail is left alone, in case the node that claimed it dies.
    private static final Duration CLAIM_LASTS = Duration.ofMinutes(5);
    private static final int LONGEST_ERROR = 1_000;
    private static final String BODY = "mail_outbox.body";

    private final JdbcClient jdbc;
    private final TransactionOperations transaction;
    private final KeyRing keyRing;
    private final InstantSource clock;

    public Outbox(JdbcClient jdbc, TransactionOperations transaction, KeyRing keyRing, InstantSource clock) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.keyRing = keyRing;
        this.clock = clock;
    }

    /// Where a mail is on its way.
    public enum Status {
        WAITING,
        SENT,
        GIVEN_UP
    }

    /// A mail as the console shows it, without its body.
    public record Entry(long id, String to, String subject, Status status, int attempts, String lastError,
            Instant createdAt, Optional<Instant> nextAttemptAt) {}

    /// A mail that this node may send now. `attempt` counts from 1; the body is sealed.
    record Claimed(long id, TenantId tenant, int attempt, String to, String subject, String topic, byte[] body) {}

    /// Puts a mail into the outbox, as part of the caller's transaction.
    public void enqueue(Mail mail) {
        LocalDateTime now = now();
        jdbc.sql(
                """
                        INSERT INTO mail_outbox (tenant_id, recipient, subject, list_id, body, status, attempts, next_attempt_at, last_error, created_at)
                        VALUES (?, ?, ?, ?, ?, 'WAITING', 0, ?, '', ?)
                        """)
                .params(List.of(mail.tenant().value(), mail.to(), mail.subject(), mail.topic(),
                        keyRing.seal(mail.tenant(), BODY, mail.text().getBytes(StandardCharsets.UTF_8)),
                        now, now))
                .update();
    }

    /// The newest mails of a tenant with an id below `before` (`Long.MAX_VALUE` for the first page).
    public List<Entry> page(TenantId tenant, long before, int size) {
        return jdbc
                .sql("""
                        SELECT id, recipient, subject, status, attempts, last_error, created_at, next_attempt_at FROM mail_outbox
                        WHERE tenant_id = ? AND id < ? ORDER BY id DESC LIMIT ?
                        """)
                .param(tenant.value()).param(before).param(size)
                .query((row, _) -> new Entry(row.getLong("id"), row.getString("recipient"), row.getString("subject"),
                        Status.valueOf(row.getString("status")), row.getInt("attempts"),
                        row.getString("last_error"),
                        Objects.requireNonNull(row.getObject("created_at", LocalDateTime.class))
                                .toInstant(ZoneOffset.UTC),
                        Optional.ofNullable(row.getObject("next_attempt_at", LocalDateTime.class))
                                .map(time -> time.toInstant(ZoneOffset.UTC))))
                .list();
    }

    /// The text of one mail, for the console's outbox page where no mail server is set. Empty if the tenant has no such mail.
    public Optional<String> text(TenantId tenant, long id) {
        return jdbc.sql("SELECT body FROM mail_outbox WHERE tenant_id = ? AND id = ?").param(tenant.value()).param(id)
                .query(byte[].class).optional()
                .map(body -> new String(keyRing.open(tenant, BODY, body), StandardCharsets.UTF_8));
    }

    /// Takes up to `size` due mails, of any tenant, that no other node has taken.
    List<Claimed> claim(int size) {
        LocalDateTime now = now();
        return Objects.requireNonNull(transaction.execute(_ -> {
            List<Claimed> claimed = jdbc
                    .sql("""
                            /* system */ SELECT id, tenant_id, recipient, subject, list_id, body, attempts FROM mail_outbox
                            WHERE status = 'WAITING' AND next_attempt_at <= ? ORDER BY next_attempt_at, id LIMIT ? FOR UPDATE SKIP LOCKED
                            """)
                    .param(now).param(size)
                    .query((row, _) -> new Claimed(row.getLong("id"), new TenantId(row.getLong("tenant_id")),
                            row.getInt("attempts") + 1, row.getString("recipient"), row.getString("subject"),
                            row.getString("list_id"), row.getBytes("body")))
                    .list();
            for (Claimed one : claimed) {
                jdbc.sql(
                        "UPDATE mail_outbox SET attempts = attempts + 1, next_attempt_at = ? WHERE tenant_id = ? AND id = ?")
                        .param(now.plus(CLAIM_LASTS))
                        .param(one.tenant().value()).param(one.id()).update();
            }
            return claimed;
        }));
    }

    /// Opens a claimed mail.
    ///
    /// @throws IllegalArgumentException if its body was changed, or a field breaks its rule
    Mail open(Claimed claimed) {
        String text = new String(keyRing.open(claimed.tenant(), BODY, claimed.body()), StandardCharsets.UTF_8);
        return new Mail(claimed.tenant(), claimed.to(), claimed.subject(), text, claimed.topic());
    }

    void sent(Claimed claimed) {
        jdbc.sql(
                "UPDATE mail_outbox SET status = 'SENT', sent_at = ?, next_attempt_at = NULL, last_error = '' WHERE tenant_id = ? AND id = ?")
                .param(now())
                .param(claimed.tenant().value()).param(claimed.id()).update();
    }

    void failed(Claimed claimed, String error) {
        boolean again = claimed.attempt() <= PAUSES.size();
        String line = error.replaceAll("\\p{Cntrl}+", " ");
        jdbc.sql(
                "UPDATE mail_outbox SET status = ?, next_attempt_at = ?, last_error = ? WHERE tenant_id = ? AND id = ?")
                .param(again ? "WAITING" : "GIVEN_UP")
                .param(again ? now().plus(PAUSES.get(claimed.attempt() - 1)) : null)
                .param(line.substring(0, Math.min(LONGEST_ERROR, line.length())))
                .param(claimed.tenant().value()).param(claimed.id()).update();
    }

    private LocalDateTime now() {
        return LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
    }
}
