// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonata;

import io.fermata.language.jsonata.Function.Builtin;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Which functions there are. Immutable.
enum Dialect {

    /// JSONata as its own project defines it; the test suite is in it.
    STANDARD(List.of(DynamicFunctions.EVAL)),

    /// JSONata in a state machine: without `$eval`, with the functions that AWS adds (asl.md section 3).
    AWS(AwsFunctions.TABLE);

    private final Map<String, Builtin> functions;

    Dialect(List<Builtin> own) {
        functions = Stream.of(TextFunctions.TABLE, PatternFunctions.TABLE, EncodingFunctions.TABLE,
                NumberFunctions.TABLE, ValueFunctions.TABLE, ArrayFunctions.TABLE, ObjectFunctions.TABLE,
                HigherOrderFunctions.TABLE, TimeFunctions.TABLE, own).flatMap(List::stream)
                .collect(Collectors.toUnmodifiableMap(function -> function.name, function -> function,
                        // what a dialect adds replaces what all have
                        (_, later) -> later));
    }

    Map<String, Builtin> functions() {
        return functions;
    }
}
