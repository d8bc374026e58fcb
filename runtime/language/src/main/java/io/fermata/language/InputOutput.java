// SPDX-License-Identifier: Apache-2.0
package io.fermata.language;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The data-flow fields that states share, with the language's defaults filled in. What a state type does not have keeps
/// its default, so that the engine need not ask.
///
/// @param language the state's own query language
/// @param inputPath `InputPath`; the default is the root path, a JSON null is a literal `{}`
/// @param arguments `Parameters` (JSONPath) or `Arguments` (JSONata); null when absent
/// @param resultSelector `ResultSelector`; null when absent
/// @param resultPath `ResultPath`; the default is the root, null means that the result is discarded
/// @param outputPath `OutputPath`; the default is the root path, a JSON null is a literal `{}`
/// @param output `Output` (JSONata); null when absent
/// @param assign `Assign`: variable name to expression; empty when absent
public record InputOutput(QueryLanguage language, Expression inputPath, @Nullable Expression arguments,
        @Nullable Expression resultSelector, @Nullable ReferencePath resultPath, Expression outputPath,
        @Nullable Expression output, Map<String, Expression> assign) {

    public InputOutput {
        assign = Map.copyOf(assign);
    }
}
