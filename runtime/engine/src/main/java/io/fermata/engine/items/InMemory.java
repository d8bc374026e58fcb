// SPDX-License-Identifier: Apache-2.0
package io.fermata.engine.items;

import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Items that are at hand.
final class InMemory implements ItemStream {

    private final Iterator<? extends JsonNode> items;

    InMemory(Iterable<? extends JsonNode> items) {
        this.items = items.iterator();
    }

    @Override
    public @Nullable JsonNode next() {
        return items.hasNext() ? items.next() : null;
    }

    @Override
    public void close() {}
}
