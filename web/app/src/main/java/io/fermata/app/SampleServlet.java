// SPDX-License-Identifier: Apache-2.0
package io.fermata.app;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.fermata.language.Json;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What the sample workflows call: `GET /samples/orders` lists three orders, `POST /samples/enrich` adds a price to one,
/// and fails the first time it is asked for each order of a run, so that Retry has work. Knows no tenant and keeps nothing
/// for long.
final class SampleServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;
    private static final int MOST_BYTES = 16_384;

    private final transient Cache<String, Boolean> asked = Caffeine.newBuilder().maximumSize(10_000)
            .expireAfterWrite(Duration.ofHours(1)).build();

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!"/orders".equals(request.getPathInfo())) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        var answer = JsonNodeFactory.instance.objectNode();
        var orders = answer.putArray("orders");
        orders.addObject().put("id", "A-1").put("quantity", 2);
        orders.addObject().put("id", "A-2").put("quantity", 1);
        orders.addObject().put("id", "A-3").put("quantity", 5);
        send(response, HttpServletResponse.SC_OK, answer);
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!"/enrich".equals(request.getPathInfo())) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        JsonNode body;
        try {
            body = Json.parse(new String(request.getInputStream().readNBytes(MOST_BYTES), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException notJson) {
            response.sendError(HttpServletResponse.SC_BAD_REQUEST);
            return;
        }
        var order = body.path("order");
        var key = body.path("run").asString("") + "/" + order.path("id").asString("");
        if (asked.asMap().putIfAbsent(key, true) == null) {
            send(response, HttpServletResponse.SC_SERVICE_UNAVAILABLE,
                    JsonNodeFactory.instance.objectNode().put("message", "warming up, ask again"));
            return;
        }
        var enriched = JsonNodeFactory.instance.objectNode();
        order.properties().forEach(member -> enriched.set(member.getKey(), member.getValue()));
        int quantity = order.path("quantity").asInt(0);
        enriched.put("price", quantity * 19);
        send(response, HttpServletResponse.SC_OK, enriched);
    }

    private static void send(HttpServletResponse response, int status, ObjectNode body) throws IOException {
        response.setStatus(status);
        response.setContentType("application/json");
        response.getOutputStream().write(Json.bytes(body));
    }
}
