// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api.aws;

import io.fermata.language.Json;
import io.fermata.web.api.aws.Shape.Structure;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// AWS's model of the requests: all operations of Step Functions and what each member of their requests must be. The
/// resource `requests.json` is made from AWS's service model by `.ci/request-model.py`. Immutable.
final class RequestModel {

    private final Map<String, Structure> requests;

    private RequestModel(Map<String, Structure> requests) {
        this.requests = requests;
    }

    /// Reads the model.
    static RequestModel load() {
        return load(Json.MAX_BYTES);
    }

    /// The same with another bound for payloads, which are the texts whose size the model gives in bytes.
    static RequestModel load(int payloadBytes) {
        try (InputStream file = Objects.requireNonNull(RequestModel.class.getResourceAsStream("requests.json"))) {
            return of(Json.parse(new String(file.readAllBytes(), StandardCharsets.UTF_8)), payloadBytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RequestModel of(JsonNode model, int payloadBytes) {
        for (var shape : model.path("shapes")) {
            if (shape.path("bytes").asBoolean(false)) {
                ((ObjectNode) shape).put("max", payloadBytes);
            }
        }
        var shapes = new HashMap<String, Shape>();
        var requests = new TreeMap<String, Structure>();
        model.path("operations").properties().forEach(operation -> requests.put(operation.getKey(),
                (Structure) shape(model.path("shapes"), operation.getValue().stringValue(), shapes)));
        return new RequestModel(requests);
    }

    /// The names of the operations, in alphabetical order.
    Set<String> operations() {
        return requests.keySet();
    }

    /// What the request of an operation must be.
    ///
    /// @throws IllegalArgumentException when AWS has no such operation
    Structure request(String operation) {
        var request = requests.get(operation);
        if (request == null) {
            throw new IllegalArgumentException("AWS's model has no operation " + operation);
        }
        return request;
    }

    private static Shape shape(JsonNode model, String name, Map<String, Shape> made) {
        var known = made.get(name);
        if (known != null) {
            return known;
        }
        var given = model.path(name);
        var shape = switch (given.path("type").asString("")) {
            case "string" -> text(given);
            case "integer" -> new Shape.Whole(false, given.path("min").asLong(Integer.MIN_VALUE),
                    given.path("max").asLong(Integer.MAX_VALUE));
            case "long" -> new Shape.Whole(true, given.path("min").asLong(Long.MIN_VALUE),
                    given.path("max").asLong(Long.MAX_VALUE));
            case "float", "double" -> new Shape.Decimal(given.path("min").asDouble(-Double.MAX_VALUE),
                    given.path("max").asDouble(Double.MAX_VALUE));
            case "boolean" -> new Shape.Flag();
            case "list" -> new Shape.Many(given.path("min").asInt(0), given.path("max").asInt(Integer.MAX_VALUE),
                    shape(model, given.path("member").stringValue(), made));
            case "structure" -> structure(model, name, given, made);
            default -> throw new IllegalStateException("shape " + name + " has an unknown type: " + given);
        };
        made.put(name, shape);
        return shape;
    }

    private static Shape text(JsonNode given) {
        var pattern = given.path("pattern").asString("");
        var values = new ArrayList<String>();
        given.path("enum").forEach(value -> values.add(value.stringValue()));
        return new Shape.Text(given.path("min").asInt(0), given.path("max").asInt(Integer.MAX_VALUE),
                pattern.isEmpty() ? null : Pattern.compile(pattern), List.copyOf(values),
                given.path("sensitive").asBoolean(false), given.path("bytes").asBoolean(false));
    }

    private static Structure structure(JsonNode model, String name, JsonNode given, Map<String, Shape> made) {
        var required = new HashSet<String>();
        given.path("required").forEach(member -> required.add(member.stringValue()));
        var members = new LinkedHashMap<String, Structure.Member>();
        given.path("members").properties().forEach(member -> members.put(member.getKey(),
                new Structure.Member(shape(model, member.getValue().stringValue(), made),
                        required.contains(member.getKey()))));
        return new Structure(name, members);
    }
}
