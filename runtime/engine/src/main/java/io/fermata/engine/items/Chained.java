// SPDX-License-Identifier: Apache-2.0
package io.fermata.engine.items;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The items of several sources, each of which is opened when those before it are read.
final class Chained implements ItemStream {

    private final ItemStream sources;
    private final Function<JsonNode, ItemStream> open;
    private @Nullable ItemStream current;

    /// @param sources names the sources
    /// @param open opens one of them
    Chained(ItemStream sources, Function<JsonNode, ItemStream> open) {
        this.sources = sources;
        this.open = open;
    }

    @Override
    public @Nullable JsonNode next() {
        while (true) {
            if (current != null) {
                var item = current.next();
                if (item != null) {
                    return item;
                }
                current.close();
                current = null;
            }
            var source = sources.next();
            if (source == null) {
                return null;
            }
            current = open.apply(source);
        }
    }

    @Override
    public void close() {
        if (current != null) {
            current.close();
        }
        sources.close();
    }
}
