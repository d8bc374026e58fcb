// SPDX-License-Identifier: Apache-2.0
package io.fermata.e2e;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// A client of the AWS API that costs little, because it runs on the processors that it measures: no SDK, one kept connection
/// for each thread, signatures of version 4 made by hand.
final class SignedClient {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'")
            .withZone(ZoneOffset.UTC);
    private static final String SIGNED = "content-type;host;x-amz-date;x-amz-target";
    private static final String REGION = "us-east-1";

    private final URI endpoint;
    private final String keyId;
    private final String secret;
    private final ThreadLocal<Kept> connections = new ThreadLocal<>();
    private volatile Day day = new Day("", new byte[0]);

    private record Day(String date, byte[] key) {}

    private record Kept(Socket socket, InputStream in) {}

    private record Answer(int status, String body) {}

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
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        var answer = send("POST / HTTP/1.1\r\nHost: " + endpoint.getAuthority()
                + "\r\nContent-Type: application/x-amz-json-1.0\r\nX-Amz-Target: " + target + "\r\nX-Amz-Date: " + time
                + "\r\nAuthorization: AWS4-HMAC-SHA256 Credential=" + keyId + "/" + scope + ", SignedHeaders=" + SIGNED
                + ", Signature=" + signature + "\r\nContent-Length: " + bytes.length + "\r\n\r\n", bytes);
        if (answer.status != 200) {
            throw new IllegalStateException(operation + ": " + answer.status + " " + answer.body);
        }
        return answer.body;
    }

    /// A server may close a kept connection; then nothing of the request was taken, and a new connection takes it.
    private Answer send(String head, byte[] body) throws IOException {
        var request = new byte[head.length() + body.length];
        System.arraycopy(head.getBytes(StandardCharsets.ISO_8859_1), 0, request, 0, head.length());
        System.arraycopy(body, 0, request, head.length(), body.length);
        var kept = connections.get();
        if (kept != null) {
            try {
                kept.socket.getOutputStream().write(request);
                return answer(kept.in);
            } catch (EOFException closed) {
                kept.socket.close();
            }
        }
        var socket = new Socket(endpoint.getHost(), endpoint.getPort());
        socket.setTcpNoDelay(true);
        var fresh = new Kept(socket, new BufferedInputStream(socket.getInputStream()));
        connections.set(fresh);
        socket.getOutputStream().write(request);
        return answer(fresh.in);
    }

    private static Answer answer(InputStream in) throws IOException {
        var status = line(in);
        int length = -1;
        for (var header = line(in); !header.isEmpty(); header = line(in)) {
            if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(header.substring(15).strip());
            }
        }
        if (length < 0) {
            throw new IOException("an answer without a length: " + status);
        }
        return new Answer(Integer.parseInt(status, 9, 12, 10),
                new String(in.readNBytes(length), StandardCharsets.UTF_8));
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (int read = in.read(); read != '\n'; read = in.read()) {
            if (read < 0) {
                throw new EOFException("the server closed the connection");
            }
            if (read != '\r') {
                line.append((char) read);
            }
        }
        return line.toString();
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
