// SPDX-License-Identifier: Apache-2.0
package io.fermata.node.testing;

import io.fermata.engine.items.ObjectStorage;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Objects in memory, of whatever tenant, listed a few at a time. Thread-safe.
public final class MemoryObjects implements ObjectStorage {

    private static final int PAGE = 2;

    private final Map<String, String> objects = new ConcurrentSkipListMap<>();

    /// Puts an object.
    public void put(String bucket, String key, String text) {
        objects.put(bucket + "/" + key, text);
    }

    /// What an object holds; null when there is none.
    public @Nullable String get(String bucket, String key) {
        return objects.get(bucket + "/" + key);
    }

    /// The keys of a bucket, in order.
    public List<String> keys(String bucket) {
        return objects.keySet().stream().filter(name -> name.startsWith(bucket + "/"))
                .map(name -> name.substring(bucket.length() + 1)).toList();
    }

    @Override
    public InputStream read(long tenant, JsonNode request) {
        var text = get(request.path("Bucket").asString(""), request.path("Key").asString(""));
        if (text == null) {
            throw new Refused("The specified key does not exist.", false);
        }
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Page list(long tenant, JsonNode request, @Nullable String token) {
        var prefix = request.path("Prefix").asString("");
        var bucket = request.path("Bucket").asString("");
        var found = keys(bucket).stream().filter(key -> key.startsWith(prefix))
                .filter(key -> token == null || key.compareTo(token) > 0).toList();
        List<JsonNode> page = found.stream().limit(PAGE).<JsonNode>map(key -> JsonNodeFactory.instance.objectNode()
                .put("Key", key).put("Size", String.valueOf(get(bucket, key)).length())).toList();
        return new Page(page, found.size() > PAGE ? found.get(PAGE - 1) : null);
    }

    @Override
    public void write(long tenant, JsonNode request, byte[] body) {
        if (request.path("Bucket").asString("").equals("closed")) {
            throw new Refused("Access Denied", false);
        }
        put(request.path("Bucket").asString(""), request.path("Key").asString(""),
                new String(body, StandardCharsets.UTF_8));
    }
}
