// SPDX-License-Identifier: Apache-2.0
package io.fermata.tenancy.audit;

import io.fermata.tenancy.TenantId;
import io.fermata.tenancy.audit.AuditEntry.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/// Writes and reads the audit chains. The hash of an entry covers the hash before it, so that a row that was changed, removed or put in between
/// is found by [#firstBroken]. Entries join the caller's transaction: what is rolled back was not done. Any thread.
public final class Audit {

    private static final byte[] START = new byte[32];

    private final JdbcClient jdbc;
    private final TransactionOperations transaction;
    private final InstantSource clock;

    public Audit(JdbcClient jdbc, TransactionOperations transaction, InstantSource clock) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.clock = clock;
    }

    /// An entry that was written, with its place in the chain (from 1) and its time.
    public record Written(long sequence, Instant at, AuditEntry entry) {}

    private record Link(long sequence, byte[] hash) {}

    private record Stored(Written written, byte[] previous, byte[] hash) {}

    /// Appends an entry to the tenant's chain.
    public void record(TenantId tenant, AuditEntry entry) {
        transaction.executeWithoutResult(_ -> {
            jdbc.sql(
                    "INSERT INTO audit_head (tenant_id, sequence, hash) VALUES (?, 0, ?) ON DUPLICATE KEY UPDATE tenant_id = VALUES(tenant_id)")
                    .param(tenant.value()).param(START).update();
            Link head = jdbc.sql("SELECT sequence, hash FROM audit_head WHERE tenant_id = ? FOR UPDATE")
                    .param(tenant.value())
                    .query((row, _) -> new Link(row.getLong(1), row.getBytes(2))).single();
            Instant at = clock.instant().truncatedTo(ChronoUnit.MICROS);
            Written written = new Written(head.sequence() + 1, at, entry);
            byte[] hash = hash(tenant, written, head.hash());
            jdbc.sql(
                    """
                            INSERT INTO audit (tenant_id, sequence, at, actor, action, object, outcome, network, detail, previous, hash)
                            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                            """)
                    .params(List.of(tenant.value(), written.sequence(), LocalDateTime.ofInstant(at, ZoneOffset.UTC),
                            entry.actor(), entry.action(), entry.object(),
                            entry.outcome().name(), entry.network(), entry.detail(), head.hash(), hash))
                    .update();
            jdbc.sql("UPDATE audit_head SET sequence = ?, hash = ? WHERE tenant_id = ?").param(written.sequence())
                    .param(hash).param(tenant.value()).update();
        });
    }

    /// The newest entries before a place in the chain, newest first. `before` is `Long.MAX_VALUE` for the first page.
    public List<Written> page(TenantId tenant, long before, int size) {
        return jdbc.sql("SELECT * FROM audit WHERE tenant_id = ? AND sequence < ? ORDER BY sequence DESC LIMIT ?")
                .param(tenant.value()).param(before).param(size)
                .query((row, _) -> stored(row)).list().stream().map(Stored::written).toList();
    }

    /// The place of the first entry that does not fit the one before it, or that is missing at the end; empty if the whole chain holds.
    public OptionalLong firstBroken(TenantId tenant) {
        byte[] previous = START;
        long sequence = 0;
        while (true) {
            List<Stored> page = jdbc
                    .sql("SELECT * FROM audit WHERE tenant_id = ? AND sequence > ? ORDER BY sequence LIMIT 1000")
                    .param(tenant.value()).param(sequence)
                    .query((row, _) -> stored(row)).list();
            for (Stored stored : page) {
                sequence++;
                boolean fits = stored.written().sequence() == sequence && Arrays.equals(stored.previous(), previous)
                        && Arrays.equals(stored.hash(), hash(tenant, stored.written(), previous));
                if (!fits) {
                    return OptionalLong.of(sequence);
                }
                previous = stored.hash();
            }
            if (page.isEmpty()) {
                long end = jdbc.sql("SELECT COALESCE(MAX(sequence), 0) FROM audit_head WHERE tenant_id = ?")
                        .param(tenant.value()).query(Long.class).single();
                return end == sequence ? OptionalLong.empty() : OptionalLong.of(sequence + 1);
            }
        }
    }

    private static Stored stored(java.sql.ResultSet row) throws java.sql.SQLException {
        AuditEntry entry = new AuditEntry(row.getString("actor"), row.getString("action"), row.getString("object"),
                Outcome.valueOf(row.getString("outcome")),
                row.getString("network"), row.getString("detail"));
        Instant at = Objects.requireNonNull(row.getObject("at", LocalDateTime.class)).toInstant(ZoneOffset.UTC);
        return new Stored(new Written(row.getLong("sequence"), at, entry), row.getBytes("previous"),
                row.getBytes("hash"));
    }

    /// SHA-256 over the previous hash and all fields, each with its length in front, so that no text can move from one field to the next.
    private static byte[] hash(TenantId tenant, Written written, byte[] previous) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.write(previous);
            out.writeLong(tenant.value());
            out.writeLong(written.sequence());
            out.writeLong(ChronoUnit.MICROS.between(Instant.EPOCH, written.at()));
            AuditEntry entry = written.entry();
            for (String field : List.of(entry.actor(), entry.action(), entry.object(), entry.outcome().name(),
                    entry.network(), entry.detail())) {
                byte[] text = field.getBytes(StandardCharsets.UTF_8);
                out.writeInt(text.length);
                out.write(text);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java runtime has no SHA-256", e);
        }
    }
}
