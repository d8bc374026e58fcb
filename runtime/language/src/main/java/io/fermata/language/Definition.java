// SPDX-License-Identifier: Apache-2.0
package io.fermata.language;

import org.jspecify.annotations.Nullable;

/// A parsed and valid state machine definition. Immutable, free of execution data, shared by threads.
///
/// @param timeoutSeconds budget of a whole execution in seconds, 0 to 99,999,999; null when unlimited
public record Definition(Flow flow, QueryLanguage queryLanguage, @Nullable Long timeoutSeconds,
        @Nullable String comment) {}
