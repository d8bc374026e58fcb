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

/// AWS's model of Step Functions: all operations, what each member of their requests must be, and what has to be known of
/// the members of answers. The resource `model.json` is made from AWS's own by `.ci/api-model.py`. Immutable.
final class ServiceModel {

    /// The model as AWS had it when the resource was made.
    static final ServiceModel AWS = load(Json.MAX_BYTES);

    /// The same where payloads may be larger than AWS's.
    static final ServiceModel LARGE = load(Json.MAX_LARGE_BYTES);

    private final Map<String, Structure> requests;
    private final Set<String> times;
    private final Set<String> maps;
    private final Set<String> errors;

    private ServiceModel(Map<String, Structure> requests, Set<String> times, Set<String> maps, Set<String> errors) {
        this.requests = requests;
        this.times = times;
        this.maps = maps;
        this.errors = errors;
    }

    /// @param payloadBytes the bound for payloads, which are the texts whose size the model gives in bytes
    private static ServiceModel load(int payloadBytes) {
        try (InputStream file = Objects.requireNonNull(ServiceModel.class.getResourceAsStream("model.json"))) {
            return of(Json.parse(new String(file.readAllBytes(), StandardCharsets.UTF_8)), payloadBytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ServiceModel of(JsonNode model, int payloadBytes) {
        for (var shape : model.path("shapes")) {
            if (shape.path("bytes").asBoolean(false)) {
                ((ObjectNode) shape).put("max", payloadBytes);
            }
        }
        var shapes = new HashMap<String, Shape>();
        var requests = new TreeMap<String, Structure>();
        model.path("operations").properties().forEach(operation -> requests.put(operation.getKey(),
                (Structure) shape(model.path("shapes"), operation.getValue().stringValue(), shapes)));
        var answers = model.path("answers");
        return new ServiceModel(requests, texts(answers.path("timestamps")), texts(answers.path("maps")),
                texts(model.path("errors")));
    }

    private static Set<String> texts(JsonNode list) {
        var texts = new HashSet<String>();
        list.forEach(each -> texts.add(each.stringValue()));
        return Set.copyOf(texts);
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

    /// Whether a member of an answer is a time.
    boolean isTime(String member) {
        return times.contains(member);
    }

    /// Whether a member of an answer has keys that are no members' names.
    boolean isMap(String member) {
        return maps.contains(member);
    }

    /// Whether the API has an error of that name.
    boolean hasError(String code) {
        return errors.contains(code);
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
        var required = texts(given.path("required"));
        var members = new LinkedHashMap<String, Structure.Member>();
        given.path("members").properties().forEach(member -> members.put(member.getKey(),
                new Structure.Member(shape(model, member.getValue().stringValue(), made),
                        required.contains(member.getKey()))));
        return new Structure(name, members);
    }
}
