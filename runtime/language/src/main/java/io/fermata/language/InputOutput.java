// SPDX-License-Identifier: Apache-2.0
package io.fermata.language;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How a state makes arguments of its input and output of its result, by query language.
public sealed interface InputOutput {

    /// What the state's work is given: `Parameters` or `Arguments`; null when the input is taken as it is.
    @Nullable
    Expression arguments();

    /// `Assign`: variable name to value, in the order of the text.
    Map<String, Expression> assign();

    /// The JSONPath pipeline (asl.md section 2).
    ///
    /// @param inputPath `InputPath`, the root when absent
    /// @param resultSelector `ResultSelector`; null when absent
    /// @param resultPath where the result goes in the raw input; null discards the result
    /// @param outputPath `OutputPath`, the root when absent
    record Paths(Expression inputPath, @Nullable Expression arguments, @Nullable Expression resultSelector,
            @Nullable ReferencePath resultPath, Expression outputPath,
            Map<String, Expression> assign) implements InputOutput {

        public Paths {
            assign = Collections.unmodifiableMap(new LinkedHashMap<>(assign));
        }
    }

    /// The fields of JSONata (asl.md section 3).
    ///
    /// @param output `Output`; null when the state's result, or else its input, is the output
    record Queries(@Nullable Expression arguments, @Nullable Expression output,
            Map<String, Expression> assign) implements InputOutput {

        public Queries {
            assign = Collections.unmodifiableMap(new LinkedHashMap<>(assign));
        }
    }
}
