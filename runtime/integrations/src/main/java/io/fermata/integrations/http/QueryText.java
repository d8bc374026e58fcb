// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.http;

import io.fermata.integrations.parameters.Parameters;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// The query part of a URL from `QueryParameters`: an object, a list of texts `name=value`, or one such text.
final class QueryText {

    private QueryText() {}

    static String read(Parameters fields) {
        var parts = new ArrayList<String>();
        fields.any("QueryParameters").ifPresent(value -> {
            if (value.isObject()) {
                value.properties().forEach(entry -> add(fields, parts, entry.getKey(), entry.getValue()));
                return;
            }
            for (var one : value.isArray() ? value.values() : List.of(value)) {
                if (one.isString()) {
                    parts.add(pairs(one.stringValue()));
                } else {
                    fields.note("QueryParameters", "must be an object, a string, or a list of strings");
                }
            }
        });
        return String.join("&", parts);
    }

    static String append(String endpoint, String query) {
        if (query.isEmpty()) {
            return endpoint;
        }
        return endpoint + (endpoint.indexOf('?') < 0 ? "?" : "&") + query;
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static void add(Parameters fields, List<String> parts, String name, JsonNode value) {
        for (var one : value.isArray() ? value.values() : List.of(value)) {
            if (one.isContainer()) {
                fields.note("QueryParameters", "has a value of " + name + " that is no string");
            } else {
                parts.add(encode(name) + "=" + encode(one.isNull() ? "" : one.asString()));
            }
        }
    }

    private static String pairs(String text) {
        var pairs = new ArrayList<String>();
        for (var pair : text.replaceFirst("^\\?", "").split("&")) {
            int equals = pair.indexOf('=');
            pairs.add(equals < 0
                    ? encode(pair)
                    : encode(pair.substring(0, equals)) + "=" + encode(pair.substring(equals + 1)));
        }
        return String.join("&", pairs);
    }
}
