// SPDX-License-Identifier: Apache-2.0
package io.fermata.language;

import org.jspecify.annotations.Nullable;

/// How a distributed Map gathers items to batches: `ItemBatcher`.
///
/// @param maxItems gives the greatest number of items in a batch; null when absent
/// @param maxInputBytes gives the greatest size of a batch in bytes, at most 262,144; null when absent
/// @param batchInput what every batch gets beside its items; null when absent
public record ItemBatcher(@Nullable Expression maxItems, @Nullable Expression maxInputBytes,
        @Nullable Expression batchInput) {}
