// SPDX-License-Identifier: Apache-2.0
package io.fermata.engine.items;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The objects of a listing, read page by page.
final class ListedObjects implements ItemStream {

    private final ObjectStorage storage;
    private final long tenant;
    private final JsonNode request;
    private final Deque<JsonNode> page = new ArrayDeque<>();
    private @Nullable String token;
    private boolean last;

    ListedObjects(ObjectStorage storage, long tenant, JsonNode request) {
        this.storage = storage;
        this.tenant = tenant;
        this.request = request;
    }

    @Override
    public @Nullable JsonNode next() {
        while (page.isEmpty() && !last) {
            var read = storage.list(tenant, request, token);
            page.addAll(read.objects());
            token = read.next();
            last = token == null;
        }
        return page.poll();
    }

    @Override
    public void close() {}
}
