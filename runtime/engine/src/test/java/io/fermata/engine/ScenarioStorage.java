// SPDX-License-Identifier: Apache-2.0
package io.fermata.engine;

import io.fermata.engine.items.ObjectStorage;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The objects and listings that a scenario names.
record ScenarioStorage(JsonNode datasets) implements ObjectStorage {

    @Override
    public InputStream read(long tenant, JsonNode request) {
        var found = find(request, "Key", "key");
        return new ByteArrayInputStream(found.path("text").asString("").getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Page list(long tenant, JsonNode request, @Nullable String token) {
        var objects = new ArrayList<JsonNode>();
        find(request, "Prefix", "prefix").path("listing").forEach(objects::add);
        return new Page(objects, null);
    }

    @Override
    public void write(long tenant, JsonNode request, byte[] body) {
        throw new AssertionError("no scenario writes: " + request);
    }

    private JsonNode find(JsonNode request, String member, String named) {
        for (var dataset : datasets) {
            if (dataset.path("bucket").equals(request.path("Bucket"))
                    && dataset.path(named).equals(request.path(member))) {
                return dataset;
            }
        }
        throw new Refused("The specified key does not exist.", false);
    }
}
