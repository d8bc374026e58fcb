// SPDX-License-Identifier: Apache-2.0
package io.fermata.catalog;

import java.util.List;
import java.util.Optional;

/// Some of a list that is ordered by name, by code point.
///
/// @param next the name after which the next page begins; empty if there is nothing more
public record Page<T>(List<T> items, Optional<String> next) {

    public Page {
        items = List.copyOf(items);
    }

    /// The page of a list that was read with one item more than the size.
    static <T> Page<T> of(List<T> read, int size, java.util.function.Function<T, String> name) {
        return read.size() <= size
                ? new Page<>(read, Optional.empty())
                : new Page<>(read.subList(0, size), Optional.of(name.apply(read.get(size - 1))));
    }
}
