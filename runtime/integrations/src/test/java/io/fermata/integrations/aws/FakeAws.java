// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.aws;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fermata.integrations.IntegrationsFixture;
import io.fermata.language.Json;
import io.fermata.language.TaskResource;
import io.fermata.engine.TaskRequest;
import io.fermata.tenancy.TenantId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import software.amazon.awssdk.thirdparty.jackson.core.JsonFactory;
import software.amazon.awssdk.thirdparty.jackson.dataformat.cbor.CBORFactory;

/// A server on this machine that takes the calls of any service and gives the answers that a test has put in line.
final class FakeAws implements AutoCloseable {

    private static final JsonFactory JSON = new JsonFactory();
    private static final CBORFactory CBOR = new CBORFactory();

    private final HttpServer server;
    private final IntegrationsFixture fixture;
    final List<Asked> asked = new CopyOnWriteArrayList<>();
    final Deque<Answer> line = new ArrayDeque<>();

    /// @param line method and address, with the target of a JSON protocol behind it
    record Asked(String line, String host, String authorization, Map<String, List<String>> headers, String body) {}

    record Answer(int status, Map<String, String> headers, String body) {}

    FakeAws(Class<?> test) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        fixture = new IntegrationsFixture(test, "fermata.bootstrap.account-id=111111111111",
                "fermata.bootstrap.access-key-id=AKIATEST", "fermata.bootstrap.secret-access-key=secret",
                "fermata.bootstrap.aws-endpoint-url=http://127.0.0.1:" + server.getAddress().getPort());
    }

    <T> T get(Class<T> type) {
        return fixture.get(type);
    }

    /// A tenant for which nobody configured an access.
    TenantId otherTenant() {
        return fixture.other.id();
    }

    void answers(String body) {
        answers(200, Map.of(), body);
    }

    synchronized void answers(int status, Map<String, String> headers, String body) {
        line.add(new Answer(status, headers, body));
    }

    Asked last() {
        return asked.getLast();
    }

    /// A task's attempt, always with the same idempotency key.
    TaskRequest task(TaskResource resource, String parameters) {
        var arn = "arn:aws:states:us-east-1:111111111111:execution:m:e";
        return new TaskRequest(fixture.acme.id().value(), 1, 5, () -> Set.of("key:K"), arn, "e",
                "arn:aws:states:us-east-1:111111111111:stateMachine:m", "Call", resource, Json.parse(parameters),
                "token", arn + "#5", null);
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        var headers = exchange.getRequestHeaders();
        var target = headers.getFirst("X-Amz-Target");
        boolean cbor = String.valueOf(headers.getFirst("Content-Type")).contains("cbor");
        var bytes = exchange.getRequestBody().readAllBytes();
        asked.add(new Asked(
                exchange.getRequestMethod() + " " + exchange.getRequestURI() + (target == null ? "" : " " + target),
                headers.getFirst("Host"), String.valueOf(headers.getFirst("Authorization")), Map.copyOf(headers),
                cbor ? fromCbor(bytes) : new String(bytes, StandardCharsets.UTF_8)));
        var answer = line.isEmpty() ? new Answer(500, Map.of(), "{}") : line.removeFirst();
        exchange.getResponseHeaders().set("x-amzn-RequestId", "REQ-1");
        if (cbor) {
            exchange.getResponseHeaders().set("Content-Type", "application/x-amz-cbor-1.1");
        }
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        var body = cbor ? toCbor(answer.body()) : answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static String fromCbor(byte[] bytes) throws IOException {
        var text = new StringWriter();
        try (var parser = CBOR.createParser(bytes); var generator = JSON.createGenerator(text)) {
            parser.nextToken();
            generator.copyCurrentStructure(parser);
        }
        return text.toString();
    }

    private static byte[] toCbor(String json) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var parser = JSON.createParser(json); var generator = CBOR.createGenerator(bytes)) {
            parser.nextToken();
            generator.copyCurrentStructure(parser);
        }
        return bytes.toByteArray();
    }

    @Override
    public void close() {
        server.stop(0);
        fixture.close();
    }
}
