// SPDX-License-Identifier: Apache-2.0
package io.fermata.e2e;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// A client of the AWS API that costs little: no SDK, one connection pool, signatures of version 4 made by hand.
final class SignedClient {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'")
            .withZone(ZoneOffset.UTC);
    private static final String SIGNED = "content-type;host;x-amz-date;x-amz-target";
    private static final String REGION = "us-east-1";

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI endpoint;
    private final String keyId;
    private final String secret;
    private volatile Day day = new Day("", new byte[0]);

    private record Day(String date, byte[] key) {}

    SignedClient(String endpoint, String keyId, String secret) {
        this.endpoint = URI.create(endpoint + "/");
        this.keyId = keyId;
        this.secret = secret;
    }

    /// The body of the answer.
    String ask(String operation, String body) throws Exception {
        var target = "AWSStepFunctions." + operation;
        var time = TIME.format(Instant.now());
        var scope = time.substring(0, 8) + "/" + REGION + "/states/aws4_request";
        var canonical = "POST\n/\n\ncontent-type:application/x-amz-json-1.0\nhost:" + endpoint.getAuthority()
                + "\nx-amz-date:" + time + "\nx-amz-target:" + target + "\n\n" + SIGNED + "\n" + hash(body);
        var signature = hex(mac(key(time.substring(0, 8)),
                "AWS4-HMAC-SHA256\n" + time + "\n" + scope + "\n" + hash(canonical)));
        var request = HttpRequest.newBuilder(endpoint).header("Content-Type", "application/x-amz-json-1.0")
                .header("X-Amz-Target", target).header("X-Amz-Date", time)
                .header("Authorization", "AWS4-HMAC-SHA256 Credential=" + keyId + "/" + scope + ", SignedHeaders="
                        + SIGNED + ", Signature=" + signature)
                .POST(HttpRequest.BodyPublishers.ofString(body)).build();
        var response = http.send(request, BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IllegalStateException(operation + ": " + response.statusCode() + " " + response.body());
        }
        return response.body();
    }

    private byte[] key(String date) throws GeneralSecurityException {
        var known = day;
        if (!known.date.equals(date)) {
            var key = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
            for (var part : new String[]{date, REGION, "states", "aws4_request"}) {
                key = mac(key, part);
            }
            known = new Day(date, key);
            day = known;
        }
        return known.key;
    }

    private static byte[] mac(byte[] key, String text) throws GeneralSecurityException {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String hash(String text) throws GeneralSecurityException {
        return hex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
