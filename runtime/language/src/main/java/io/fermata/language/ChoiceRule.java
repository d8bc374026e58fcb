// SPDX-License-Identifier: Apache-2.0
package io.fermata.language;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One rule of a Choice state.
///
/// @param output `Output` (JSONata); null when absent
public record ChoiceRule(Condition condition, String next, @Nullable Expression output,
        Map<String, Expression> assign) {

    public ChoiceRule {
        assign = Map.copyOf(assign);
    }
}
