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
import org.springframework.jdbc.core.simple.JdbcClient;

/// Seals and opens the secrets of tenants. Each tenant has data keys of its own, wrapped by the root key; unwrapped ones stay in memory for
/// ten minutes, at most 1,000 of them.
///
/// Sealed bytes are: version (1 byte, 1), number of the data key (4 bytes), nonce (12 bytes), AES-256-GCM ciphertext and tag. They are bound to
/// the tenant and to a context, so that bytes copied to another tenant or another column do not open. Any thread.
public final class KeyRing {

    private static final byte VERSION = 1;
    private static final int HEADER_BYTES = 1 + Integer.BYTES;
    private static final int TAG_BYTES = 16;
    private static final int FIRST = 1;
    private static final int CACHED_KEYS = 1_000;
    private static final Duration CACHED_FOR = Duration.ofMinutes(10);

    private final RootKey root;
    private final JdbcClient jdbc;
    private final LoadingCache<Slot, byte[]> keys;
    private final LoadingCache<TenantId, Integer> newest;

    public KeyRing(RootKey root, JdbcClient jdbc) {
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
        int number = ByteBuffer.wrap(sealed).getInt(1);
        return Ciphers.decrypt(keys.get(new Slot(tenant, number)), sealed, HEADER_BYTES,
                associated(tenant, number, context));
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
        return jdbc.sql("SELECT number FROM tenant_key WHERE tenant_id = ? ORDER BY number DESC LIMIT 1")
                .param(tenant.value()).query(Integer.class).optional()
                .orElseThrow(() -> new IllegalStateException("Tenant " + tenant + " has no data key"));
    }

    private static byte[] wrapContext(TenantId tenant, int number) {
        return associated(tenant, number, "tenant-key");
    }

    private static byte[] associated(TenantId tenant, int number, String context) {
        byte[] text = context.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(1 + Long.BYTES + Integer.BYTES + text.length).put(VERSION).putLong(tenant.value())
                .putInt(number).put(text).array();
    }
}
