// SPDX-License-Identifier: Apache-2.0
package io.fermata.tenancy.keys;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Scheduler;
import io.fermata.tenancy.TenantId;
import io.fermata.tenancy.keys.KeyAbsentException.Wanted;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The data keys of tenants under KMS keys of their own. Each is a row of `tenant_key` with a negative number: KMS's
/// ciphertext, wrapped again by the root key, so that a copy of the database needs both. Material is in memory for the
/// period that the key's owner chose, counted from KMS's answer, and then KMS is asked again: taking the KMS key away takes
/// the data away. Looking never waits; fetching does. Any thread.
final class CustomerKeys {

    private static final int MOST_OPENED = 100_000;
    private static final int MOST_SEALING = 10_000;
    private static final int TRIES = 20;
    /// How long a refusal is repeated without asking, so that what waits for a key does not storm KMS.
    private static final Duration REFUSED_FOR = Duration.ofSeconds(1);

    private final RootKey root;
    private final JdbcClient jdbc;
    private final InstantSource clock;
    private final Cache<Wanted.Opening, Kept> opened;
    private final Cache<Wanted.Sealing, Kept> sealing;
    private final Map<Wanted, CompletableFuture<Kept>> underWay = new ConcurrentHashMap<>();
    private final Cache<Gate, Refusal> refused;
    private volatile Kms kms = Kms.NONE;

    CustomerKeys(RootKey root, JdbcClient jdbc, InstantSource clock) {
        this.root = root;
        this.jdbc = jdbc;
        this.clock = clock;
        this.opened = keys(MOST_OPENED);
        this.sealing = keys(MOST_SEALING);
        this.refused = Caffeine.newBuilder().maximumSize(MOST_SEALING).build();
    }

    /// Material and until when it may be used.
    private record Kept(SealingKey key, Instant until) {}

    private record Row(byte[] wrapped, String kmsKeyArn, String resourceArn, Duration reuse) {}

    private record Gate(TenantId tenant, String kmsKeyId, String resourceArn) {}

    private record Refusal(KmsRefusedException why, Instant until) {}

    private <K> Cache<K, Kept> keys(int most) {
        return Caffeine.newBuilder().maximumSize(most).ticker(this::nanos).scheduler(Scheduler.systemScheduler())
                .expireAfter(Expiry
                        .<K, Kept>writing((_, kept) -> Duration.between(clock.instant(), kept.until)))
                .build();
    }

    private long nanos() {
        var now = clock.instant();
        return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    }

    void use(Kms service) {
        this.kms = service;
    }

    SealingKey sealing(TenantId tenant, CustomerKey key) {
        var wanted = new Wanted.Sealing(tenant, key);
        var kept = sealing.getIfPresent(wanted);
        if (kept == null) {
            throw new KeyAbsentException(wanted);
        }
        return kept.key;
    }

    byte[] opening(TenantId tenant, int number) {
        var wanted = new Wanted.Opening(tenant, number);
        var kept = opened.getIfPresent(wanted);
        if (kept == null) {
            throw new KeyAbsentException(wanted);
        }
        return kept.key.material;
    }

    boolean isThere(TenantId tenant, int number) {
        return opened.getIfPresent(new Wanted.Opening(tenant, number)) != null;
    }

    /// Asks KMS, once for all who want the same at the same time.
    void fetch(Wanted wanted) {
        var mine = new CompletableFuture<Kept>();
        var others = underWay.putIfAbsent(wanted, mine);
        if (others != null) {
            join(others);
            return;
        }
        try {
            if (!known(wanted)) {
                mine.complete(switch (wanted) {
                    case Wanted.Sealing(var tenant, var key) -> generate(tenant, key);
                    case Wanted.Opening opening -> decrypt(opening);
                });
            }
        } catch (RuntimeException refusal) {
            mine.completeExceptionally(refusal);
            throw refusal;
        } finally {
            underWay.remove(wanted, mine);
            mine.cancel(false);
        }
    }

    private static void join(CompletableFuture<Kept> others) {
        try {
            others.join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RuntimeException refusal ? refusal : failed;
        } catch (CancellationException wasThere) {
            return;
        }
    }

    private boolean known(Wanted wanted) {
        return switch (wanted) {
            case Wanted.Sealing key -> sealing.getIfPresent(key) != null;
            case Wanted.Opening key -> opened.getIfPresent(key) != null;
        };
    }

    private Kept generate(TenantId tenant, CustomerKey key) {
        var made = asked(new Gate(tenant, key.kmsKeyId(), key.resourceArn()),
                () -> kms.generate(tenant, key.kmsKeyId(), key.encryptionContext()));
        if (made.plain().length != RootKey.LENGTH) {
            throw new KmsRefusedException(KmsRefusedException.Kind.UNUSABLE,
                    "KMS gave a data key of " + made.plain().length + " bytes; 32 are needed.");
        }
        var now = clock.instant();
        int number = apart(() -> store(tenant, key, made, now));
        var kept = new Kept(new SealingKey(tenant, number, made.plain()), now.plus(key.reuse()));
        opened.put(new Wanted.Opening(tenant, number), kept);
        sealing.put(new Wanted.Sealing(tenant, key), kept);
        return kept;
    }

    /// Does work outside of the caller's transaction: others seal with the data key from now on, so its row must stay when that
    /// is rolled back.
    private static <T> T apart(Supplier<T> work) {
        try {
            return CompletableFuture.supplyAsync(work, thread -> Thread.ofVirtual().name("data-key").start(thread))
                    .join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
        }
    }

    private int store(TenantId tenant, CustomerKey key, Kms.Generated made, Instant now) {
        for (int tried = 1;; tried++) {
            int number = jdbc.sql("SELECT COALESCE(MIN(number), 0) FROM tenant_key WHERE tenant_id = ? AND number < 0")
                    .param(tenant.value()).query(Integer.class).single() - 1;
            try {
                jdbc.sql(
                        """
                                INSERT INTO tenant_key (tenant_id, number, wrapped, created_at, kms_key, resource_arn, reuse_seconds)
                                VALUES (?, ?, ?, ?, ?, ?, ?)""")
                        .param(tenant.value()).param(number)
                        .param(root.wrap(made.ciphertext(), KeyRing.wrapContext(tenant, number)))
                        .param(LocalDateTime.ofInstant(now, ZoneOffset.UTC)).param(made.kmsKeyArn())
                        .param(key.resourceArn()).param(key.reuse().toSeconds()).update();
                return number;
            } catch (DuplicateKeyException anotherNodeWasFaster) {
                if (tried == TRIES) {
                    throw anotherNodeWasFaster;
                }
            }
        }
    }

    private Kept decrypt(Wanted.Opening wanted) {
        var tenant = wanted.tenant();
        var row = jdbc.sql("""
                SELECT wrapped, kms_key, resource_arn, reuse_seconds FROM tenant_key
                WHERE tenant_id = ? AND number = ? AND kms_key IS NOT NULL""").param(tenant.value())
                .param(wanted.number()).query((found, _) -> row(found)).optional().orElseThrow(
                        () -> new IllegalStateException("Tenant " + tenant + " has no data key " + wanted.number()));
        var ciphertext = root.unwrap(row.wrapped, KeyRing.wrapContext(tenant, wanted.number()));
        var plain = asked(new Gate(tenant, row.kmsKeyArn, row.resourceArn),
                () -> kms.decrypt(tenant, row.kmsKeyArn, ciphertext, CustomerKey.context(row.resourceArn)));
        var kept = new Kept(new SealingKey(tenant, wanted.number(), plain), clock.instant().plus(row.reuse));
        opened.put(wanted, kept);
        return kept;
    }

    private static Row row(ResultSet found) throws SQLException {
        return new Row(found.getBytes(1), found.getString(2), found.getString(3),
                Duration.ofSeconds(found.getInt(4)));
    }

    private <T> T asked(Gate gate, Supplier<T> question) {
        var last = refused.getIfPresent(gate);
        if (last != null && clock.instant().isBefore(last.until)) {
            throw last.why;
        }
        try {
            var answer = question.get();
            refused.invalidate(gate);
            return answer;
        } catch (KmsRefusedException refusal) {
            refused.put(gate, new Refusal(refusal, clock.instant().plus(REFUSED_FOR)));
            throw refusal;
        }
    }
}
