// SPDX-License-Identifier: Apache-2.0
package io.fermata.tenancy.keys;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Signatures of Standard Webhooks, version 1: HMAC-SHA256 over `id.timestamp.body` with the bytes behind `whsec_`.
/// Stateless.
public final class WebhookSignature {

    /// What a secret begins with.
    public static final String SECRET_PREFIX = "whsec_";

    /// How far a request's timestamp may lie from now.
    public static final Duration TOLERANCE = Duration.ofMinutes(5);

    private static final String VERSION = "v1,";
    private static final int MOST_SIGNATURES = 20;

    private static final int SECRET_BYTES = 32;

    private WebhookSignature() {}

    /// A new random secret, in the form in which people copy it.
    public static String newSecret() {
        var bytes = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(bytes);
        return SECRET_PREFIX + Base64.getEncoder().encodeToString(bytes);
    }

    /// The value of the header `webhook-signature` for a request.
    ///
    /// @param timestamp seconds since 1970
    public static String sign(String secret, String id, long timestamp, byte[] body) {
        return VERSION + Base64.getEncoder().encodeToString(mac(secret, id, Long.toString(timestamp), body));
    }

    /// Whether one of the secrets made one of the signatures, and the timestamp is near.
    ///
    /// @param timestamp the header as it came
    /// @param signatures the header as it came: signatures with blanks between
    public static boolean verify(List<String> secrets, String id, String timestamp, String signatures, byte[] body,
            Instant now) {
        if (id.isEmpty() || !timestamp.matches("\\d{1,11}")) {
            return false;
        }
        var sent = Instant.ofEpochSecond(Long.parseLong(timestamp));
        if (Duration.between(sent, now).abs().compareTo(TOLERANCE) > 0) {
            return false;
        }
        var given = signatures.split(" ", MOST_SIGNATURES);
        boolean valid = false;
        for (var secret : secrets) {
            var expected = Base64.getEncoder().encode(mac(secret, id, timestamp, body));
            for (var one : given) {
                // Every pair is compared, so that the time says nothing about which one fits.
                valid |= one.startsWith(VERSION) && MessageDigest.isEqual(expected,
                        one.substring(VERSION.length()).getBytes(StandardCharsets.UTF_8));
            }
        }
        return valid;
    }

    private static byte[] mac(String secret, String id, String timestamp, byte[] body) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.substring(SECRET_PREFIX.length())),
                    "HmacSHA256"));
            mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java runtime has no HmacSHA256", e);
        }
    }
}
