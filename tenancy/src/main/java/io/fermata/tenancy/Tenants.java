// SPDX-License-Identifier: Apache-2.0
package io.fermata.tenancy;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.fermata.tenancy.keys.KeyRing;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.GeneratedKeyHolder;
import org.springframework.jdbc.support.KeyHolder;
import org.springframework.transaction.support.TransactionOperations;

/// The tenants of this installation. Any thread.
public final class Tenants {

    private static final String COLUMNS = "SELECT id, account_id, slug, name FROM tenant ";

    private static final int REMEMBERED = 100_000;

    private static final Duration LIMITS_KEPT = Duration.ofSeconds(2);
    private static final long MOST_LIMITS_KEPT = 10_000;

    private final Cache<TenantId, TenantLimits> limits = Caffeine.newBuilder().maximumSize(MOST_LIMITS_KEPT)
            .expireAfterWrite(LIMITS_KEPT).build();
    private final JdbcClient jdbc;
    private final TransactionOperations transaction;
    private final KeyRing keyRing;
    private final InstantSource clock;
    private final Cache<TenantId, String> accountIds = Caffeine.newBuilder().maximumSize(REMEMBERED).build();

    public Tenants(JdbcClient jdbc, TransactionOperations transaction, KeyRing keyRing, InstantSource clock) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.keyRing = keyRing;
        this.clock = clock;
    }

    /// The answer to [#create].
    public sealed interface Creation {}

    /// The tenant was made, together with its first data key.
    public record Created(Tenant tenant) implements Creation {}

    /// Another tenant has the account id or the slug.
    public record Taken(String sentence) implements Creation {}

    /// The account id of a tenant, which never changes: read once, then remembered.
    ///
    /// @throws java.util.NoSuchElementException if there is no such tenant
    public String accountId(TenantId id) {
        var known = accountIds.getIfPresent(id);
        if (known != null) {
            return known;
        }
        var read = byId(id).orElseThrow().accountId();
        accountIds.put(id, read);
        return read;
    }

    public Optional<Tenant> byId(TenantId id) {
        return jdbc.sql(COLUMNS + "WHERE id = ?").param(id.value()).query(Tenants::read).optional();
    }

    public Optional<Tenant> byAccountId(String accountId) {
        return jdbc.sql(COLUMNS + "WHERE account_id = ?").param(accountId).query(Tenants::read).optional();
    }

    public Optional<Tenant> bySlug(String slug) {
        return jdbc.sql(COLUMNS + "WHERE slug = ?").param(slug).query(Tenants::read).optional();
    }

    /// All tenants by slug, for the jobs of the system.
    public List<Tenant> all() {
        return jdbc.sql(COLUMNS + "ORDER BY slug").query(Tenants::read).list();
    }

    /// The limits under which the tenant's executions start. Costs no statement if it was asked within two seconds, which is
    /// how late other nodes than the one that changed them may be.
    ///
    /// @throws IllegalArgumentException if there is no such tenant
    public TenantLimits limits(TenantId id) {
        return limits.get(id, _ -> jdbc.sql("SELECT limits FROM tenant WHERE id = ?").param(id.value())
                .query(String.class).optional().map(TenantLimits::valueOf)
                .orElseThrow(() -> new IllegalArgumentException("no tenant " + id.value())));
    }

    /// Changes the limits of executions that start from now on.
    public void changeLimits(TenantId id, TenantLimits chosen) {
        jdbc.sql("UPDATE tenant SET limits = ? WHERE id = ?").param(chosen.name()).param(id.value()).update();
        limits.invalidate(id);
    }

    /// Makes a tenant.
    ///
    /// @throws IllegalArgumentException if a field breaks its rule (see [Tenant])
    public Creation create(String accountId, String slug, String name) {
        Tenant.checkFields(accountId, slug, name);
        try {
            return Objects.requireNonNull(transaction.execute(_ -> {
                KeyHolder id = new GeneratedKeyHolder();
                jdbc.sql(
                        "INSERT INTO tenant (account_id, slug, name, status, created_at) VALUES (?, ?, ?, 'ACTIVE', ?)")
                        .param(accountId).param(slug).param(name)
                        .param(LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC)).update(id);
                TenantId tenant = new TenantId(Objects.requireNonNull(id.getKey()).longValue());
                keyRing.createFirstKey(tenant, clock);
                return new Created(new Tenant(tenant, accountId, slug, name));
            }));
        } catch (DuplicateKeyException _) {
            return new Taken("The account id " + accountId + " or the slug " + slug
                    + " belongs to another tenant: choose another");
        }
    }

    private static Tenant read(ResultSet row, int number) throws SQLException {
        return new Tenant(new TenantId(row.getLong("id")), row.getString("account_id"), row.getString("slug"),
                row.getString("name"));
    }
}
