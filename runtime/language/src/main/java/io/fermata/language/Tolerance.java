// SPDX-License-Identifier: Apache-2.0
package io.fermata.language;

import org.jspecify.annotations.Nullable;

/// How many iterations of a Map may fail before the Map does.
///
/// @param count gives the number, 0 or more; null when absent
/// @param percentage gives the share of all items, 0 to 100; null when absent
public record Tolerance(@Nullable Expression count, @Nullable Expression percentage) {

    /// None may fail.
    public static final Tolerance NONE = new Tolerance(null, null);
}
