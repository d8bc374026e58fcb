// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonata;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A name and its value, in a list of which the newest comes first and hides the older ones. Immutable.
record Binding(String name, JsonNode value, @Nullable Binding older) {

    static @Nullable JsonNode find(@Nullable Binding newest, String name) {
        for (var binding = newest; binding != null; binding = binding.older) {
            if (binding.name.equals(name)) {
                return binding.value;
            }
        }
        return null;
    }
}
