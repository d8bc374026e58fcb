// SPDX-License-Identifier: Apache-2.0
package io.fermata.tenancy.keys;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.fermata.tenancy.TenantId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Seals and opens the secrets of tenants. Each tenant has data keys of its own, wrapped by the root key; unwrapped ones stay in memory for
/// ten minutes, at most 1,000 of them.
///
/// Sealed bytes are: version (1 byte, 1), number of the data key (4 bytes), nonce (12 bytes), AES-256-GCM ciphertext and tag. They are bound to
/// the tenant and to a context, so that bytes copied to another tenant or another column do not open. Any thread.
///
/// Data keys under a KMS key of the customer's own have negative numbers. Neither sealing nor opening ever asks KMS: material that is not in
/// memory is a [KeyAbsentException], and who may wait has it fetched, which [#whenThere] does in one go.
public final class KeyRing {

    private static final byte VERSION = 1;
    private static final int HEADER_BYTES = 1 + Integer.BYTES;
    private static final int TAG_BYTES = 16;
    private static final int FIRST = 1;
    private static final int CACHED_KEYS = 1_000;
    private static final Duration CACHED_FOR = Duration.ofMinutes(10);
    /// Data keys that one piece of work may need: one execution's journal may name many.
    private static final int MOST_FETCHED = 10_000;

    private final RootKey root;
    private final JdbcClient jdbc;
    private final LoadingCache<Slot, byte[]> keys;
    private final LoadingCache<TenantId, Integer> newest;
    private final CustomerKeys customers;

    /// A ring by this machine's clock.
    public KeyRing(RootKey root, JdbcClient jdbc) {
        this(root, jdbc, InstantSource.system());
    }

    /// @param clock ends the periods of customers' data keys
    public KeyRing(RootKey root, JdbcClient jdbc, InstantSource clock) {
        this.customers = new CustomerKeys(root, jdbc, clock);
        this.root = root;
        this.jdbc = jdbc;
        this.keys = Caffeine.newBuilder().maximumSize(CACHED_KEYS).expireAfterWrite(CACHED_FOR).build(this::load);
        this.newest = Caffeine.newBuilder().maximumSize(CACHED_KEYS).expireAfterWrite(CACHED_FOR)
                .build(this::loadNewest);
    }

    private record Slot(TenantId tenant, int number) {}

    /// Seals bytes for a tenant. `context` says where they are kept, for example `connection.secret:42`, and must be given again to open them.
    ///
    /// @throws IllegalStateException if the tenant has no data key
    public byte[] seal(TenantId tenant, String context, byte[] plain) {
        int number = newest.get(tenant);
        byte[] body = Ciphers.encrypt(keys.get(new Slot(tenant, number)), plain, associated(tenant, number, context));
        return ByteBuffer.allocate(HEADER_BYTES + body.length).put(VERSION).putInt(number).put(body).array();
    }

    /// Opens sealed bytes.
    ///
    /// @throws IllegalArgumentException if they were changed, or sealed for another tenant or another context
    /// @throws IllegalStateException if their data key is gone
    public byte[] open(TenantId tenant, String context, byte[] sealed) {
        if (sealed.length < HEADER_BYTES + Ciphers.NONCE_BYTES + TAG_BYTES || sealed[0] != VERSION) {
            throw new IllegalArgumentException("These bytes were not sealed by this release: wrong length or version");
        }
        int number = number(sealed);
        var key = number < 0 ? customers.opening(tenant, number) : keys.get(new Slot(tenant, number));
        return Ciphers.decrypt(key, sealed, HEADER_BYTES, associated(tenant, number, context));
    }

    /// The number of the data key that opens sealed bytes; negative for one under a customer's own key.
    public static int number(byte[] sealed) {
        return ByteBuffer.wrap(sealed).getInt(1);
    }

    /// Whom to ask for customers' data keys; nobody at first. Before the first of them is used.
    public void useKms(Kms kms) {
        customers.use(kms);
    }

    /// The data key that seals under a customer's key now.
    ///
    /// @throws KeyAbsentException when there is none, or its period is over
    public SealingKey sealer(TenantId tenant, CustomerKey key) {
        return customers.sealing(tenant, key);
    }

    /// Seals bytes as [#seal(TenantId, String, byte\[\])] does, under a customer's data key.
    public byte[] seal(SealingKey key, String context, byte[] plain) {
        byte[] body = Ciphers.encrypt(key.material, plain, associated(key.tenant, key.number, context));
        return ByteBuffer.allocate(HEADER_BYTES + body.length).put(VERSION).putInt(key.number).put(body).array();
    }

    /// Refuses to go on with what was opened before, when the data key of that number has left memory since.
    ///
    /// @throws KeyAbsentException when it has
    public void check(TenantId tenant, int number) {
        if (number < 0) {
            customers.opening(tenant, number);
        }
    }

    /// Asks KMS for what was missing. Blocks; not for loops.
    ///
    /// @throws KmsRefusedException when KMS refuses, or did within the last second
    /// @throws IllegalStateException if the data key is gone
    public void fetch(KeyAbsentException absent) {
        customers.fetch(absent.wanted());
    }

    /// Has the data key of that number in memory, if it is one under a customer's own key. Blocks; not for loops.
    ///
    /// @throws KmsRefusedException when KMS refuses, or did within the last second
    public void fetch(TenantId tenant, int number) {
        if (number < 0 && !customers.isThere(tenant, number)) {
            customers.fetch(new KeyAbsentException.Wanted.Opening(tenant, number));
        }
    }

    /// Does work that seals or opens, and asks KMS for what turns out to be missing. Blocks; not for loops. Work that was
    /// cut short by a missing key is done again, so until then it must change nothing.
    ///
    /// @throws KmsRefusedException when KMS refuses, or did within the last second
    public <T> T whenThere(Supplier<T> work) {
        for (int fetched = 0;; fetched++) {
            try {
                return work.get();
            } catch (KeyAbsentException absent) {
                if (fetched == MOST_FETCHED) {
                    throw absent;
                }
                fetch(absent);
            }
        }
    }

    /// The same for [#sealer].
    public SealingKey sealerWhenThere(TenantId tenant, CustomerKey key) {
        return whenThere(() -> sealer(tenant, key));
    }

    /// HMAC-SHA256 (32 bytes) under a key of the tenant and the purpose. The same arguments give the same result for ever, on all nodes.
    public byte[] mac(TenantId tenant, String purpose, byte[] message) {
        byte[] key = Ciphers.mac(keys.get(new Slot(tenant, FIRST)),
                ("mac:" + purpose).getBytes(StandardCharsets.UTF_8));
        return Ciphers.mac(key, message);
    }

    /// Makes the first data key of a new tenant, in the caller's transaction.
    public void createFirstKey(TenantId tenant, InstantSource clock) {
        byte[] key = new byte[RootKey.LENGTH];
        new SecureRandom().nextBytes(key);
        jdbc.sql("INSERT INTO tenant_key (tenant_id, number, wrapped, created_at) VALUES (?, ?, ?, ?)")
                .param(tenant.value()).param(FIRST)
                .param(root.wrap(key, wrapContext(tenant, FIRST)))
                .param(LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC)).update();
    }

    private byte[] load(Slot slot) {
        Optional<byte[]> wrapped = jdbc.sql("SELECT wrapped FROM tenant_key WHERE tenant_id = ? AND number = ?")
                .param(slot.tenant().value()).param(slot.number())
                .query(byte[].class).optional();
        return root.unwrap(wrapped.orElseThrow(
                () -> new IllegalStateException("Tenant " + slot.tenant() + " has no data key " + slot.number())),
                wrapContext(slot.tenant(), slot.number()));
    }

    private Integer loadNewest(TenantId tenant) {
        return jdbc.sql("SELECT number FROM tenant_key WHERE tenant_id = ? AND number > 0 ORDER BY number DESC LIMIT 1")
                .param(tenant.value()).query(Integer.class).optional()
                .orElseThrow(() -> new IllegalStateException("Tenant " + tenant + " has no data key"));
    }

    static byte[] wrapContext(TenantId tenant, int number) {
        return associated(tenant, number, "tenant-key");
    }

    private static byte[] associated(TenantId tenant, int number, String context) {
        byte[] text = context.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(1 + Long.BYTES + Integer.BYTES + text.length).put(VERSION).putLong(tenant.value())
                .putInt(number).put(text).array();
    }
}
