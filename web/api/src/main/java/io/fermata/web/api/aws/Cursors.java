// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api.aws;

import io.fermata.tenancy.TenantId;
import io.fermata.tenancy.keys.KeyRing;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;

/// Paging tokens that only this tenant can use, and only for the list they came from. Thread-safe.
public final class Cursors {

    private static final int MAC = 16;

    private final KeyRing keys;

    public Cursors(KeyRing keys) {
        this.keys = keys;
    }

    /// The token for going on behind a position.
    ///
    /// @param list which list it is, with what it was narrowed to
    public String make(TenantId tenant, String list, String position) {
        var body = position.getBytes(StandardCharsets.UTF_8);
        var token = Arrays.copyOf(mac(tenant, list, body), MAC + body.length);
        System.arraycopy(body, 0, token, MAC, body.length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
    }

    /// The position in a token.
    ///
    /// @throws ApiError `InvalidToken` when the token is not of this tenant and list
    public String open(TenantId tenant, String list, String token) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(token);
        } catch (IllegalArgumentException notBase64) {
            throw invalid();
        }
        if (bytes.length <= MAC) {
            throw invalid();
        }
        var body = Arrays.copyOfRange(bytes, MAC, bytes.length);
        if (!MessageDigest.isEqual(mac(tenant, list, body), Arrays.copyOf(bytes, MAC))) {
            throw invalid();
        }
        return new String(body, StandardCharsets.UTF_8);
    }

    private byte[] mac(TenantId tenant, String list, byte[] body) {
        return Arrays.copyOf(keys.mac(tenant, "cursor:" + list, body), MAC);
    }

    private static ApiError invalid() {
        return ApiError.of("InvalidToken", "Invalid Token: 'Invalid token'");
    }
}
