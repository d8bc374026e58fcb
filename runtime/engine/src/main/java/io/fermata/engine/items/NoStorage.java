// SPDX-License-Identifier: Apache-2.0
package io.fermata.engine.items;

import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A storage that has nothing and takes nothing.
record NoStorage() implements ObjectStorage {

    @Override
    public InputStream read(long tenant, JsonNode request) {
        throw none();
    }

    @Override
    public Page list(long tenant, JsonNode request, @Nullable String token) {
        throw none();
    }

    @Override
    public void write(long tenant, JsonNode request, byte[] body) {
        throw none();
    }

    private static Refused none() {
        return new Refused("This Fermata has no storage of objects.", false);
    }
}
