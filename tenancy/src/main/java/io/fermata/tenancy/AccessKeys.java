// SPDX-License-Identifier: Apache-2.0
package io.fermata.tenancy;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.fermata.tenancy.keys.KeyRing;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The access keys of all tenants. Lookups are cached for five seconds: so long may a disabled key still sign on another node. Any thread.
public final class AccessKeys {

    private static final Duration CACHED_FOR = Duration.ofSeconds(5);
    private static final int CACHED_KEYS = 10_000;
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int RANDOM_CHARACTERS = 16;
    private static final int SECRET_BYTES = 30;

    private final TenantSessions sessions;
    private final JdbcClient jdbc;
    private final KeyRing keyRing;
    private final InstantSource clock;
    private final Cache<String, AccessKey> cache = Caffeine.newBuilder().maximumSize(CACHED_KEYS)
            .expireAfterWrite(CACHED_FOR).build();

    AccessKeys(TenantSessions sessions, JdbcClient jdbc, KeyRing keyRing, InstantSource clock) {
        this.sessions = sessions;
        this.jdbc = jdbc;
        this.keyRing = keyRing;
        this.clock = clock;
    }

    /// A key as lists show it, without the secret.
    public record Listed(String accessKeyId, String label, Role role, boolean enabled, Instant createdAt) {}

    /// The enabled key with this id, whatever its tenant: this is how a signed request finds its tenant.
    public Optional<AccessKey> find(String accessKeyId) {
        AccessKey known = cache.getIfPresent(accessKeyId);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<AccessKey> found = jdbc
                .sql("""
                        /* system */ SELECT k.tenant_id, t.account_id, k.access_key_id, k.secret, k.role FROM access_key k JOIN tenant t ON t.id = k.tenant_id
                        WHERE k.access_key_id = ? AND k.status = 'ACTIVE'
                        """)
                .param(accessKeyId).query((row, _) -> {
                    TenantId tenant = new TenantId(row.getLong("tenant_id"));
                    byte[] secret = keyRing.open(tenant, context(accessKeyId), row.getBytes("secret"));
                    return new AccessKey(tenant, row.getString("account_id"), accessKeyId,
                            new String(secret, StandardCharsets.UTF_8), Role.valueOf(row.getString("role")));
                }).optional();
        found.ifPresent(key -> cache.put(accessKeyId, key));
        return found;
    }

    /// Makes a key with a random id and secret. The secret can be read from the answer only now.
    public AccessKey create(Tenant tenant, String label, Role role) {
        byte[] secret = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        return create(tenant, "FRMA" + randomCharacters(), Base64.getEncoder().encodeToString(secret), label, role);
    }

    /// Makes a key with a given id and secret, for the first start of an installation.
    ///
    /// @throws IllegalArgumentException if a field breaks its rule
    /// @throws org.springframework.dao.DataIntegrityViolationException if the id is taken
    public AccessKey create(Tenant tenant, String accessKeyId, String secret, String label, Role role) {
        if (!accessKeyId.matches("\\w{4,128}")) {
            throw new IllegalArgumentException("An access key id has 4 to 128 letters, digits and underscores");
        }
        if (secret.isEmpty() || secret.length() > 128) {
            throw new IllegalArgumentException("A secret access key has 1 to 128 characters");
        }
        byte[] sealed = keyRing.seal(tenant.id(), context(accessKeyId), secret.getBytes(StandardCharsets.UTF_8));
        sessions.in(tenant.id(), entities -> {
            entities.persist(new AccessKeyRow(accessKeyId, sealed, label, role,
                    LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC)));
            return null;
        });
        return new AccessKey(tenant.id(), tenant.accountId(), accessKeyId, secret, role);
    }

    /// The keys of a tenant, newest first.
    public List<Listed> list(TenantId tenant) {
        return sessions
                .in(tenant,
                        entities -> entities
                                .createQuery("from AccessKeyRow order by createdAt desc, id desc", AccessKeyRow.class)
                                .getResultList().stream()
                                .map(row -> new Listed(row.accessKeyId, row.label, row.role,
                                        row.status.equals("ACTIVE"), row.createdAt.toInstant(ZoneOffset.UTC)))
                                .toList());
    }

    /// Disables a key for good; false if the tenant has no such key. This node refuses it at once, others within five seconds.
    public boolean disable(TenantId tenant, String accessKeyId) {
        boolean found = sessions.in(tenant, entities -> {
            Optional<AccessKeyRow> row = entities
                    .createQuery("from AccessKeyRow where accessKeyId = :id", AccessKeyRow.class)
                    .setParameter("id", accessKeyId).getResultList()
                    .stream().findFirst();
            row.ifPresent(key -> key.status = "DISABLED");
            return row.isPresent();
        });
        cache.invalidate(accessKeyId);
        return found;
    }

    private static String context(String accessKeyId) {
        return "access_key.secret:" + accessKeyId;
    }

    private static String randomCharacters() {
        SecureRandom random = new SecureRandom();
        StringBuilder text = new StringBuilder(RANDOM_CHARACTERS);
        for (int i = 0; i < RANDOM_CHARACTERS; i++) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }
}
