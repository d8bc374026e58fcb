// SPDX-License-Identifier: Apache-2.0
package io.fermata.tenancy.keys.testing;

import io.fermata.tenancy.TenantId;
import io.fermata.tenancy.keys.Kms;
import io.fermata.tenancy.keys.KmsRefusedException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// A KMS of the test: it really wraps, and a ciphertext opens only for the tenant, the key and the encryption context that it
/// was made with. Keys can be taken away and given back. Thread-safe.
public final class MemoryKms implements Kms {

    private static final int NONCE = 12;
    private static final int KEY = 32;

    private final SecureRandom random = new SecureRandom();
    private final byte[] master = new byte[KEY];
    private final Set<String> denied = ConcurrentHashMap.newKeySet();
    private final Set<String> disabled = ConcurrentHashMap.newKeySet();
    private final AtomicInteger generated = new AtomicInteger();
    private final AtomicInteger decrypted = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();

    public MemoryKms() {
        random.nextBytes(master);
    }

    /// How often somebody was refused so far.
    public int refused() {
        return refused.get();
    }

    /// Takes a key away from everybody.
    public void deny(String kmsKeyId) {
        denied.add(kmsKeyId);
    }

    /// Disables a key.
    public void disable(String kmsKeyId) {
        disabled.add(kmsKeyId);
    }

    /// Gives a key back.
    public void allow(String kmsKeyId) {
        denied.remove(kmsKeyId);
        disabled.remove(kmsKeyId);
    }

    /// How many data keys were made so far.
    public int generated() {
        return generated.get();
    }

    /// How many data keys were opened so far.
    public int decrypted() {
        return decrypted.get();
    }

    @Override
    public Generated generate(TenantId tenant, String kmsKeyId, Map<String, String> context) {
        check(kmsKeyId);
        generated.incrementAndGet();
        var plain = new byte[KEY];
        random.nextBytes(plain);
        var nonce = new byte[NONCE];
        random.nextBytes(nonce);
        var body = cipher(Cipher.ENCRYPT_MODE, nonce, tenant, kmsKeyId, context, plain);
        return new Generated(plain, ByteBuffer.allocate(NONCE + body.length).put(nonce).put(body).array(), kmsKeyId);
    }

    @Override
    public byte[] decrypt(TenantId tenant, String kmsKeyId, byte[] ciphertext, Map<String, String> context) {
        check(kmsKeyId);
        decrypted.incrementAndGet();
        return cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(ciphertext, NONCE), tenant, kmsKeyId, context,
                Arrays.copyOfRange(ciphertext, NONCE, ciphertext.length));
    }

    private void check(String kmsKeyId) {
        if (disabled.contains(kmsKeyId)) {
            refused.incrementAndGet();
            throw new KmsRefusedException(KmsRefusedException.Kind.INVALID_STATE, kmsKeyId + " is disabled.",
                    "DISABLED");
        }
        if (denied.contains(kmsKeyId)) {
            refused.incrementAndGet();
            throw new KmsRefusedException(KmsRefusedException.Kind.ACCESS_DENIED,
                    "The test does not allow the key " + kmsKeyId);
        }
    }

    private byte[] cipher(int mode, byte[] nonce, TenantId tenant, String kmsKeyId, Map<String, String> context,
            byte[] text) {
        try {
            var cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, new SecretKeySpec(master, "AES"), new GCMParameterSpec(KEY * 4, nonce));
            cipher.updateAAD((tenant.value() + kmsKeyId + new TreeMap<>(context)).getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(text);
        } catch (GeneralSecurityException other) {
            throw new KmsRefusedException(KmsRefusedException.Kind.ACCESS_DENIED,
                    "The ciphertext refers to another key or context");
        }
    }
}
