// SPDX-License-Identifier: Apache-2.0
package io.fermata.engine.items;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Items, one after the other. Used by one thread.
public interface ItemStream extends AutoCloseable {

    /// The next item; null when there is no more.
    ///
    /// @throws ItemReaderException when the source cannot be read as what it should be
    @Nullable
    JsonNode next();

    @Override
    void close();
}
