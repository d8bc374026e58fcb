// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api.aws;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// Verifies AWS Signature Version 4 over the raw request (AWS General Reference, "Signature Version 4 signing process").
/// Any region of the credential scope is taken, the service must be `states`. Stateless but for the clock; any thread.
final class SigV4 {

    /// How far a request's time may be from ours; AWS allows five minutes.
    static final Duration SKEW = Duration.ofMinutes(5);

    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'")
            .withZone(ZoneOffset.UTC);
    private static final List<String> MUST_BE_SIGNED = List.of("host", "x-amz-date");

    private static final Pattern SPACES = Pattern.compile(" +");

    private final InstantSource clock;

    SigV4(InstantSource clock) {
        this.clock = clock;
    }

    /// What an Authorization header says.
    record Claim(String accessKeyId, String date, String region, String service, List<String> signedHeaders,
            String signature) {}

    /// Reads the Authorization header.
    ///
    /// @throws ApiError when it is absent or not of this scheme
    static Claim claim(@Nullable String authorization) {
        if (authorization == null || authorization.isBlank()) {
            throw ApiError.of("MissingAuthenticationTokenException", "Missing Authentication Token");
        }
        if (!authorization.startsWith(ALGORITHM + " ")) {
            throw incomplete("the header does not begin with " + ALGORITHM);
        }
        String credential = null;
        String headers = null;
        String signature = null;
        for (var part : authorization.substring(ALGORITHM.length()).split(",")) {
            var pair = part.strip().split("=", 2);
            if (pair.length == 2) {
                switch (pair[0]) {
                    case "Credential" -> credential = pair[1];
                    case "SignedHeaders" -> headers = pair[1];
                    case "Signature" -> signature = pair[1];
                    default -> throw incomplete("the header has an unknown part '" + pair[0] + "'");
                }
            }
        }
        if (credential == null || headers == null || signature == null) {
            throw incomplete("Credential, SignedHeaders and Signature are all needed");
        }
        var scope = credential.split("/", -1);
        if (scope.length != 5 || !scope[4].equals("aws4_request")) {
            throw incomplete("Credential is not of the form KEY/DATE/REGION/SERVICE/aws4_request");
        }
        return new Claim(scope[0], scope[1], scope[2], scope[3], List.of(headers.split(";")), signature);
    }

    private static ApiError incomplete(String why) {
        return ApiError.of("IncompleteSignatureException",
                "The Authorization header is not a complete signature: " + why
                        + ".");
    }

    /// Checks the signature against the secret of the claimed key.
    ///
    /// @param body the raw bytes of the request
    /// @throws ApiError when the signature is not that of this request, or too old
    void verify(Claim claim, HttpServletRequest request, byte[] body, String secret) {
        var timestamp = request.getHeader("X-Amz-Date");
        checkTime(timestamp, claim);
        if (!claim.service.equals("states")) {
            throw ApiError.of("InvalidSignatureException",
                    "Credential should be scoped to correct service: 'states'. ");
        }
        for (var header : MUST_BE_SIGNED) {
            if (!claim.signedHeaders.contains(header)) {
                throw ApiError.of("InvalidSignatureException",
                        "'" + header + "' must be a 'SignedHeader' in the AWS Authorization.");
            }
        }
        if (request.getHeader("X-Amz-Target") != null && !claim.signedHeaders.contains("x-amz-target")) {
            throw ApiError.of("InvalidSignatureException",
                    "'x-amz-target' must be a 'SignedHeader' in the AWS Authorization.");
        }
        var scope = claim.date + "/" + claim.region + "/" + claim.service + "/aws4_request";
        var toSign = ALGORITHM + "\n" + timestamp + "\n" + scope + "\n"
                + hex(sha256(bytes(canonical(claim, request, body))));
        var key = hmac(hmac(hmac(hmac(bytes("AWS4" + secret), claim.date), claim.region), claim.service),
                "aws4_request");
        var expected = hex(hmac(key, toSign));
        if (!MessageDigest.isEqual(bytes(expected), bytes(claim.signature))) {
            throw ApiError.of("InvalidSignatureException",
                    "The request signature we calculated does not match the signature you provided. Check your AWS Secret "
                            + "Access Key and signing method. Consult the service documentation for details.");
        }
    }

    private void checkTime(@Nullable String timestamp, Claim claim) {
        var at = timestamp == null ? null : instant(timestamp);
        if (timestamp == null || at == null) {
            throw ApiError.of("IncompleteSignatureException",
                    "Date must be in ISO-8601 'basic format'. Got '" + timestamp + "'.");
        }
        if (!timestamp.startsWith(claim.date)) {
            throw ApiError.of("InvalidSignatureException",
                    "Date in Credential scope does not match YYYYMMDD from ISO-8601 "
                            + "version of date from HTTP: '" + claim.date + "' != '" + timestamp.substring(0, 8)
                            + "'.");
        }
        var now = clock.instant();
        if (at.isBefore(now.minus(SKEW))) {
            throw ApiError.of("InvalidSignatureException",
                    "Signature expired: " + timestamp(at) + " is now earlier than "
                            + timestamp(now.minus(SKEW)) + " (" + timestamp(now) + " - 5 min.)");
        }
        if (at.isAfter(now.plus(SKEW))) {
            throw ApiError.of("InvalidSignatureException", "Signature not yet current: " + timestamp(at)
                    + " is still later than " + timestamp(now.plus(SKEW)) + " (" + timestamp(now) + " + 5 min.)");
        }
    }

    /// Reads `20260301T120000Z`. By hand, because each request has one, and a formatter takes longer than the signature.
    ///
    /// @return null when it is no such time
    private static @Nullable Instant instant(String text) {
        if (text.length() != 16 || text.charAt(8) != 'T' || text.charAt(15) != 'Z') {
            return null;
        }
        for (int i = 0; i < 15; i++) {
            if (i != 8 && (text.charAt(i) < '0' || text.charAt(i) > '9')) {
                return null;
            }
        }
        try {
            return LocalDateTime.of(number(text, 0, 4), number(text, 4, 6), number(text, 6, 8), number(text, 9, 11),
                    number(text, 11, 13), number(text, 13, 15)).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException notATime) {
            return null;
        }
    }

    private static int number(String text, int from, int to) {
        return Integer.parseInt(text, from, to, 10);
    }

    private static String timestamp(Instant at) {
        return TIMESTAMP.format(at);
    }

    private static String canonical(Claim claim, HttpServletRequest request, byte[] body) {
        var text = new StringBuilder();
        text.append(request.getMethod()).append('\n').append(path(request)).append('\n')
                .append(query(request.getQueryString())).append('\n');
        for (var name : claim.signedHeaders) {
            text.append(name).append(':').append(header(request, name)).append('\n');
        }
        var declared = request.getHeader("X-Amz-Content-Sha256");
        var hash = hex(sha256(body));
        if (declared != null && !declared.equals(hash)) {
            throw ApiError.of("InvalidSignatureException",
                    "The provided 'x-amz-content-sha256' header does not match what was computed.");
        }
        return text.append('\n').append(String.join(";", claim.signedHeaders)).append('\n').append(hash).toString();
    }

    /// The path as it was sent; a request line in absolute form, as through a proxy, is cut to its path.
    private static String path(HttpServletRequest request) {
        var uri = request.getRequestURI();
        int scheme = uri.indexOf("://");
        if (scheme >= 0) {
            int slash = uri.indexOf('/', scheme + 3);
            uri = slash < 0 ? "/" : uri.substring(slash);
        }
        return uri.isEmpty() ? "/" : uri;
    }

    private static String query(@Nullable String raw) {
        if (raw == null || raw.isEmpty()) {
            return "";
        }
        var pairs = new ArrayList<>(Arrays.asList(raw.split("&")));
        pairs.replaceAll(pair -> pair.contains("=") ? pair : pair + "=");
        Collections.sort(pairs);
        return String.join("&", pairs);
    }

    private static String header(HttpServletRequest request, String name) {
        var values = request.getHeaders(name);
        var all = new StringJoiner(",");
        while (values.hasMoreElements()) {
            var value = values.nextElement().strip();
            all.add(value.contains("  ") ? SPACES.matcher(value).replaceAll(" ") : value);
        }
        return all.toString();
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(bytes(text));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
