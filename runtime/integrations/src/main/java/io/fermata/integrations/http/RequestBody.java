// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.http;

import io.fermata.integrations.parameters.Parameters;
import io.fermata.language.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// The body of a request: JSON, a text as it is, or the form encoding that `Transform` asks for.
///
/// @param urlEncoded whether `Transform` asks for the form encoding, which is used for objects with a form's content type
record RequestBody(JsonNode value, boolean urlEncoded, ArrayFormat format) {

    private static final String FORM = "application/x-www-form-urlencoded";

    /// How a form names the members of an array.
    enum ArrayFormat {
        INDICES,
        REPEAT,
        COMMAS,
        BRACKETS
    }

    static Optional<RequestBody> read(Parameters fields) {
        var transform = fields.object("Transform");
        boolean urlEncoded = transform.map(part -> part.word("RequestBodyEncoding", List.of("NONE", "URL_ENCODED")))
                .filter("URL_ENCODED"::equals).isPresent();
        var format = transform.flatMap(part -> part.object("RequestEncodingOptions"))
                .map(part -> part.word("ArrayFormat", List.of("INDICES", "REPEAT", "COMMAS", "BRACKETS")))
                .map(ArrayFormat::valueOf).orElse(ArrayFormat.INDICES);
        return fields.any("RequestBody").map(value -> new RequestBody(value, urlEncoded, format));
    }

    byte[] bytes(String contentType) {
        if (urlEncoded && value.isContainer() && contentType.toLowerCase(Locale.ROOT).startsWith(FORM)) {
            var pairs = new ArrayList<String>();
            add(pairs, "", value);
            return String.join("&", pairs).getBytes(StandardCharsets.UTF_8);
        }
        return value.isString() ? value.stringValue().getBytes(StandardCharsets.UTF_8) : Json.bytes(value);
    }

    private void add(List<String> pairs, String name, JsonNode node) {
        if (node.isObject()) {
            node.properties().forEach(entry -> add(pairs,
                    name.isEmpty() ? entry.getKey() : name + "[" + entry.getKey() + "]", entry.getValue()));
        } else if (node.isArray()) {
            addArray(pairs, name, node);
        } else {
            pairs.add(QueryText.encode(name) + "=" + QueryText.encode(node.isNull() ? "" : node.asString()));
        }
    }

    private void addArray(List<String> pairs, String name, JsonNode array) {
        if (format == ArrayFormat.COMMAS) {
            var texts = array.valueStream().map(item -> item.isContainer() ? Json.write(item) : item.asString())
                    .toList();
            pairs.add(QueryText.encode(name) + "=" + QueryText.encode(String.join(",", texts)).replace("%2C", ","));
            return;
        }
        for (int i = 0; i < array.size(); i++) {
            add(pairs, switch (format) {
                case INDICES -> name + "[" + i + "]";
                case BRACKETS -> name + "[]";
                case REPEAT, COMMAS -> name;
            }, array.get(i));
        }
    }
}
