// SPDX-License-Identifier: Apache-2.0
package io.fermata.language;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One rule of `Catch`.
///
/// @param resultPath where the error output goes in the raw input; null discards it
/// @param output `Output` (JSONata); null when absent
/// @param assign `Assign` of this rule, evaluated on the error output
public record Catcher(List<String> errorEquals, String next, @Nullable ReferencePath resultPath,
        @Nullable Expression output, Map<String, Expression> assign) {

    public Catcher {
        errorEquals = List.copyOf(errorEquals);
        assign = Map.copyOf(assign);
    }
}
