// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonata;

import io.fermata.language.jsonata.Function.Builtin;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// `$eval`, which compiles a text and evaluates it within the bounds of the evaluation that calls it. Not in state machines.
final class DynamicFunctions {

    static final Builtin EVAL = Builtin.of("eval", "<sx?:x>", DynamicFunctions::eval);

    private DynamicFunctions() {}

    private static JsonNode eval(Arguments arguments) {
        var evaluator = arguments.evaluator();
        var context = arguments.has(1) ? arguments.at(1) : arguments.context();
        Expression expression;
        try {
            expression = Parser.parse(arguments.text(0)).expression();
        } catch (JsonataException e) {
            throw Fault.D3120.with(e.getMessage());
        }
        var frame = Frame.root(evaluator.dialect().functions(), Map.of());
        try {
            return evaluator.evaluate(expression, context.isArray() && !(context instanceof Sequence)
                    ? Sequence.input(context)
                    : context, frame);
        } catch (JsonataException e) {
            throw e.code() == null ? e : Fault.D3121.with(e.getMessage());
        }
    }
}
