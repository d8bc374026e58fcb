// SPDX-License-Identifier: Apache-2.0
package io.fermata.catalog;

import io.fermata.tenancy.TenantId;
import io.fermata.tenancy.keys.KeyRing;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/// The activities of a tenant. Any thread.
public final class Activities {

    private static final String COLUMNS = "SELECT id, tenant_id, name, created_at, kms_key, kms_reuse_seconds, kms_resource_arn FROM activity WHERE tenant_id = ? ";

    private final JdbcClient jdbc;
    private final TransactionOperations transaction;
    private final Tags tags;
    private final KeyRing keys;
    private final InstantSource clock;

    public Activities(JdbcClient jdbc, TransactionOperations transaction, Tags tags, KeyRing keys,
            InstantSource clock) {
        this.keys = keys;
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.tags = tags;
        this.clock = clock;
    }

    /// The answer to [#create].
    public sealed interface Creation {}

    /// The activity, made now or before.
    public record Stored(Activity activity) implements Creation {}

    /// The name breaks the rule of [Names].
    public record InvalidName(String name) implements Creation {}

    /// A tag breaks its rule.
    public record InvalidTags(String sentence) implements Creation {}

    /// An activity of that name is there with another key, and keeps it.
    public record OtherEncryption(Activity activity) implements Creation {}

    /// Makes an activity without a key of the customer's own, or finds one, whatever its key.
    public Creation create(TenantId tenant, String name, Map<String, String> given) {
        return create(tenant, name, given, Optional.empty());
    }

    /// Makes an activity. Asking again for the same name finds it; its tags then stay as they are.
    ///
    /// @param asked what is to seal its tasks; empty for whatever does if it is there, and the tenant's keys if it is not
    /// @throws io.fermata.tenancy.keys.KmsRefusedException when KMS refuses the customer's key; nothing is stored then
    public Creation create(TenantId tenant, String name, Map<String, String> given,
            Optional<Encryption> asked) {
        if (!Names.isValid(name)) {
            return new InvalidName(name);
        }
        Optional<String> problem = Tags.problem(given);
        if (problem.isPresent()) {
            return new InvalidTags(problem.get());
        }
        return find(tenant, name).map(found -> found(found, asked)).orElseGet(() -> {
            asked.flatMap(Encryption::customerKey).ifPresent(key -> keys.sealerWhenThere(tenant, key));
            return insert(tenant, name, given, asked);
        });
    }

    private static Creation found(Activity activity, Optional<Encryption> asked) {
        return asked.isEmpty() || asked.get().equals(activity.encryption())
                ? new Stored(activity)
                : new OtherEncryption(activity);
    }

    public Optional<Activity> find(TenantId tenant, String name) {
        return jdbc.sql(COLUMNS + "AND name = ?").param(tenant.value()).param(name).query(Activities::read).optional();
    }

    /// Removes an activity with its tags; false if there is none, which is no error.
    public boolean delete(TenantId tenant, String name) {
        return jdbc.sql("DELETE FROM activity WHERE tenant_id = ? AND name = ?").param(tenant.value()).param(name)
                .update() == 1;
    }

    /// At most `size` activities with names after `after`.
    public Page<Activity> list(TenantId tenant, Optional<String> after, int size) {
        return Page.of(
                jdbc.sql(COLUMNS + "AND name > ? ORDER BY name LIMIT ?").param(tenant.value()).param(after.orElse(""))
                        .param(size + 1).query(Activities::read).list(),
                size,
                Activity::name);
    }

    private Creation insert(TenantId tenant, String name, Map<String, String> given,
            Optional<Encryption> asked) {
        try {
            return Objects.requireNonNull(transaction.execute(_ -> {
                jdbc.sql("""
                        INSERT INTO activity (tenant_id, name, created_at, kms_key, kms_reuse_seconds, kms_resource_arn)
                        VALUES (?, ?, ?, ?, ?, ?)""").param(tenant.value()).param(name)
                        .param(LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC))
                        .params(EncryptionColumns.values(asked.orElse(Encryption.OWNED))).update();
                Activity activity = find(tenant, name).orElseThrow();
                if (!given.isEmpty()) {
                    tags.put(tenant, new TagOwner.OfActivity(activity.id()), given);
                }
                return new Stored(activity);
            }));
        } catch (DuplicateKeyException e) {
            return find(tenant, name).map(found -> found(found, asked)).orElseThrow(() -> e);
        }
    }

    private static Activity read(ResultSet row, int number) throws SQLException {
        return new Activity(row.getLong("id"), new TenantId(row.getLong("tenant_id")), row.getString("name"),
                Objects.requireNonNull(row.getObject("created_at", LocalDateTime.class)).toInstant(ZoneOffset.UTC),
                EncryptionColumns.read(row));
    }
}
