// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.http;

import io.fermata.integrations.parameters.Parameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/// The headers of one request: what the author set, and what every request has. One thread.
final class HttpHeaders {

    /// Headers that an author may not set (integrations.md section 9).
    private static final Set<String> FORBIDDEN = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    private static final List<String> FORBIDDEN_BEGINNINGS = List.of("x-forwarded-", "x-amz-", "x-amzn-");

    static {
        FORBIDDEN.addAll(List.of("A-IM", "Accept-Charset", "Accept-Datetime", "Accept-Encoding", "Authorization",
                "Cache-Control", "Connection", "Content-Encoding", "Content-MD5", "Date", "Expect", "Forwarded",
                "From", "Host", "HTTP2-Settings", "If-Match", "If-Modified-Since", "If-None-Match", "If-Range",
                "If-Unmodified-Since", "Max-Forwards", "Origin", "Pragma", "Proxy-Authorization", "Referer", "Server",
                "TE", "Trailer", "Transfer-Encoding", "Upgrade", "Via", "Warning"));
    }

    private final Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    private HttpHeaders() {}

    static HttpHeaders read(Parameters fields, String idempotencyKey, String userAgent, int longestAnswer) {
        var headers = new HttpHeaders();
        fields.any("Headers").ifPresent(value -> {
            if (!value.isObject()) {
                fields.note("Headers", "must be an object of header names and values");
                return;
            }
            value.properties().forEach(entry -> headers.add(fields, entry.getKey(), entry.getValue()));
        });
        headers.putIfAbsent("Idempotency-Key", idempotencyKey);
        headers.put("User-Agent", userAgent);
        headers.put("Range", "bytes=0-" + longestAnswer);
        return headers;
    }

    private void add(Parameters fields, String name, JsonNode value) {
        var lower = name.toLowerCase(Locale.ROOT);
        if (FORBIDDEN.contains(name) || FORBIDDEN_BEGINNINGS.stream().anyMatch(lower::startsWith)) {
            fields.note("Headers", "must not set the header " + name);
            return;
        }
        var values = new ArrayList<String>();
        for (var one : value.isArray() ? value.values() : List.of(value)) {
            if (!one.isValueNode() || one.isNull()) {
                fields.note("Headers", "has a value of " + name + " that is no string");
                return;
            }
            values.add(one.asString());
        }
        headers.put(name, List.copyOf(values));
    }

    void put(String name, String value) {
        headers.put(name, List.of(value));
    }

    void putIfAbsent(String name, String value) {
        headers.putIfAbsent(name, List.of(value));
    }

    String first(String name) {
        return headers.getOrDefault(name, List.of()).stream().findFirst().orElse("");
    }

    Map<String, List<String>> all() {
        return headers;
    }
}
