// SPDX-License-Identifier: Apache-2.0
package io.fermata.journal;

import org.jspecify.annotations.Nullable;

/// By what an execution was started besides the name of its state machine.
///
/// @param version the number of the version, also when an alias chose it; null without one
/// @param alias the alias; null without one
public record Qualifier(@Nullable Integer version, @Nullable String alias) {

    /// Started by the name of the state machine alone.
    public static final Qualifier NONE = new Qualifier(null, null);
}
