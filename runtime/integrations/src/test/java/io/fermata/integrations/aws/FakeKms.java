// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.aws;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fermata.language.Json;
import io.fermata.tenancy.TenantId;
import io.fermata.tenancy.keys.Kms;
import io.fermata.tenancy.keys.KmsRefusedException;
import io.fermata.tenancy.keys.testing.MemoryKms;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// KMS by its own protocol, on this machine: `GenerateDataKey` and `Decrypt` over a [MemoryKms], which really wraps.
final class FakeKms implements AutoCloseable {

    private static final TenantId NOBODY = new TenantId(1);

    final MemoryKms keys = new MemoryKms();
    private final HttpServer server;

    FakeKms() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        var request = Json.parse(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        int status = 200;
        ObjectNode answer;
        try {
            answer = switch (exchange.getRequestHeaders().getFirst("X-Amz-Target")) {
                case "TrentService.GenerateDataKey" -> generated(request);
                case "TrentService.Decrypt" -> decrypted(request);
                case String other -> throw new IllegalArgumentException(other);
            };
        } catch (KmsRefusedException refused) {
            status = 400;
            answer = JsonNodeFactory.instance.objectNode()
                    .put("__type", refused.keyState() == null ? "AccessDeniedException" : "DisabledException")
                    .put("message", refused.getMessage());
        }
        var body = Json.bytes(answer);
        exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private ObjectNode generated(JsonNode request) {
        var key = request.path("KeyId").stringValue();
        Kms.Generated made = keys.generate(NOBODY, key, context(request));
        return JsonNodeFactory.instance.objectNode().put("KeyId", made.kmsKeyArn())
                .put("Plaintext", Base64.getEncoder().encodeToString(made.plain()))
                .put("CiphertextBlob", Base64.getEncoder().encodeToString(made.ciphertext()));
    }

    private ObjectNode decrypted(JsonNode request) {
        var key = request.path("KeyId").stringValue();
        var plain = keys.decrypt(NOBODY, key, Base64.getDecoder().decode(request.path("CiphertextBlob").stringValue()),
                context(request));
        return JsonNodeFactory.instance.objectNode().put("KeyId", key).put("Plaintext",
                Base64.getEncoder().encodeToString(plain));
    }

    private static Map<String, String> context(JsonNode request) {
        var context = new TreeMap<String, String>();
        request.path("EncryptionContext").properties()
                .forEach(entry -> context.put(entry.getKey(), entry.getValue().stringValue()));
        return context;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
