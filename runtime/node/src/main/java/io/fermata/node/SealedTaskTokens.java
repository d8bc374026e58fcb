// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import io.fermata.engine.ExecutionFacts;
import io.fermata.engine.TaskTokens;
import io.fermata.tenancy.TenantId;
import io.fermata.tenancy.keys.KeyRing;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/// Task tokens that need no table: execution and event, encrypted under the tenant's key with a synthetic
/// initialisation vector, so the same attempt has the same token after a crash, and a token of one tenant is nothing to
/// another. Thread-safe.
public final class SealedTaskTokens implements TaskTokens {

    private static final byte VERSION = 1;
    private static final int VECTOR = 16;
    private static final int BODY = 2 * Long.BYTES;

    private final KeyRing keys;

    public SealedTaskTokens(KeyRing keys) {
        this.keys = keys;
    }

    /// What a token names.
    public record Attempt(long executionNo, long scheduled) {}

    @Override
    public String mint(ExecutionFacts execution, long scheduled) {
        return mint(new TenantId(execution.tenant()), execution.executionNo(), scheduled);
    }

    /// The token of an attempt.
    public String mint(TenantId tenant, long executionNo, long scheduled) {
        var body = ByteBuffer.allocate(BODY).putLong(executionNo).putLong(scheduled).array();
        var vector = vector(tenant, body);
        var token = ByteBuffer.allocate(1 + VECTOR + BODY).put(VERSION).put(vector).put(masked(tenant, vector, body));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(token.array());
    }

    /// The attempt behind a token; empty when it is no token of this tenant.
    public Optional<Attempt> open(TenantId tenant, String token) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(token);
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
        if (bytes.length != 1 + VECTOR + BODY || bytes[0] != VERSION) {
            return Optional.empty();
        }
        var vector = Arrays.copyOfRange(bytes, 1, 1 + VECTOR);
        var body = masked(tenant, vector, Arrays.copyOfRange(bytes, 1 + VECTOR, bytes.length));
        if (!MessageDigest.isEqual(vector, vector(tenant, body))) {
            return Optional.empty();
        }
        var fields = ByteBuffer.wrap(body);
        return Optional.of(new Attempt(fields.getLong(), fields.getLong()));
    }

    private byte[] vector(TenantId tenant, byte[] body) {
        return Arrays.copyOf(keys.mac(tenant, "task-token", body), VECTOR);
    }

    private byte[] masked(TenantId tenant, byte[] vector, byte[] body) {
        var mask = keys.mac(tenant, "task-token-mask", vector);
        var out = new byte[body.length];
        for (int i = 0; i < body.length; i++) {
            out[i] = (byte) (body[i] ^ mask[i]);
        }
        return out;
    }
}
