// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonata;

import io.fermata.language.jsonata.Expression.Apply;
import io.fermata.language.jsonata.Expression.Call;
import io.fermata.language.jsonata.Expression.PartialCall;
import io.fermata.language.jsonata.Expression.Refined;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Calls functions of every kind, and follows calls in tail position in a loop. Part of one evaluation.
final class Calls {

    private final Evaluator evaluator;
    private final Fuel fuel;
    private final Transformation transformation;

    Calls(Evaluator evaluator) {
        this.evaluator = evaluator;
        this.fuel = evaluator.fuel();
        this.transformation = new Transformation(evaluator);
    }

    /// A call as it is written.
    ///
    /// @param piped what `~>` passes as the first argument
    JsonNode call(Call call, JsonNode context, Frame frame, @Nullable JsonNode piped) {
        var procedure = evaluator.evaluate(call.procedure(), context, frame);
        if (procedure.isMissingNode() && isNamedLikeAFunction(call.procedure(), frame)) {
            throw Fault.T1005.at(call.position(), call.name());
        }
        var before = piped == null ? 0 : 1;
        var written = call.arguments();
        var arguments = new JsonNode[written.size() + before];
        if (piped != null) {
            arguments[0] = piped;
        }
        for (var i = 0; i < written.size(); i++) {
            arguments[i + before] = evaluator.evaluate(written.get(i), context, frame);
        }
        fuel.bytes(16 + 8L * arguments.length);
        var tail = new TailCall(call, procedure, arguments, context);
        return call.tail() ? tail : follow(tail);
    }

    private static boolean isNamedLikeAFunction(Expression procedure, Frame frame) {
        return procedure instanceof Expression.Path path && path.bareName() instanceof String name
                && !frame.lookup(name).isMissingNode();
    }

    /// Calls a function with arguments that are already evaluated.
    JsonNode invoke(Function function, JsonNode... arguments) {
        if (function instanceof Function.Builtin) {
            return once(function, arguments, Values.NOTHING);
        }
        fuel.enterCall();
        var result = rest(once(function, arguments, Values.NOTHING));
        fuel.leaveCall();
        return result;
    }

    /// Calls a function that another one consists of.
    private JsonNode inside(Function function, JsonNode... arguments) {
        fuel.enter();
        var result = invoke(function, arguments);
        fuel.leave();
        return result;
    }

    /// Makes a call and all that stand last in the functions called. Those of the library call themselves only by way of
    /// functions of the expression, which are counted.
    private JsonNode follow(TailCall first) {
        if (first.procedure instanceof Function.Builtin) {
            return at(first);
        }
        fuel.enterCall();
        var result = rest(first);
        fuel.leaveCall();
        return result;
    }

    private JsonNode rest(JsonNode first) {
        var result = first;
        while (result instanceof TailCall tail) {
            fuel.step();
            result = at(tail);
        }
        return result;
    }

    private JsonNode at(TailCall tail) {
        try {
            return once(tail.procedure, tail.arguments, tail.context);
        } catch (JsonataException e) {
            throw e.at(tail.call.position(), tail.call.name());
        }
    }

    /// The result, or the tail call that it ends with.
    private JsonNode once(JsonNode procedure, JsonNode[] arguments, JsonNode context) {
        fuel.step();
        if (!(procedure instanceof Function function)) {
            throw Fault.T1006.with();
        }
        return switch (function) {
            case Function.Builtin builtin -> {
                var checked = builtin.signature.check(arguments, context);
                yield builtin.call(new Arguments(evaluator, checked, context));
            }
            case Function.Lambda lambda -> lambda(lambda, arguments, context);
            case Function.Partial partial -> inside(partial.of, filled(partial, arguments));
            case Function.Chain chain -> inside(chain.second,
                    Sequence.collapsed(inside(chain.first, arguments)));
            case Function.Regex regex -> Matching.first(regex, arguments, fuel);
            case Function.NextMatch next -> Matching.node(next.search, fuel);
            case Function.Transformer transformer -> transformation.apply(transformer, arguments, context);
        };
    }

    private JsonNode lambda(Function.Lambda lambda, JsonNode[] arguments, JsonNode context) {
        var definition = lambda.definition;
        var checked = definition.signature() == null ? arguments : definition.signature().check(arguments, context);
        var frame = lambda.frame.inner();
        var parameters = definition.parameters();
        fuel.bytes(32 + 24L * parameters.size());
        for (var i = 0; i < parameters.size(); i++) {
            frame.bind(parameters.get(i), i < checked.length ? checked[i] : Values.NOTHING);
        }
        return evaluator.evaluate(definition.body(), lambda.context, frame);
    }

    private static JsonNode[] filled(Function.Partial partial, JsonNode[] arguments) {
        var filled = new ArrayList<JsonNode>();
        var next = 0;
        for (var given : partial.given) {
            filled.add(given != null ? given : next < arguments.length ? arguments[next++] : Values.NOTHING);
        }
        return filled.toArray(new JsonNode[0]);
    }

    /// A function made by giving some arguments of another.
    Function partial(PartialCall call, JsonNode context, Frame frame) {
        var given = new ArrayList<@Nullable JsonNode>();
        for (var argument : call.arguments()) {
            given.add(argument == null ? null : evaluator.evaluate(argument, context, frame));
        }
        var procedure = evaluator.evaluate(call.procedure(), context, frame);
        if (procedure instanceof Function function) {
            fuel.bytes(48 + 8L * given.size());
            return new Function.Partial(function, given);
        }
        throw isNamedLikeAFunction(call.procedure(), frame)
                ? Fault.T1007.at(call.position(), Call.nameOf(call.procedure()))
                : Fault.T1008.at(call.position(), Call.nameOf(call.procedure()));
    }

    /// `left ~> right`: a call gets one more argument, a function is called, two functions become one.
    JsonNode apply(Apply apply, JsonNode context, Frame frame) {
        var left = evaluator.evaluate(apply.left(), context, frame);
        if (apply.right() instanceof Call call) {
            return call(call, context, frame, left);
        }
        if (apply.right() instanceof Refined refined && refined.of() instanceof Call call) {
            var result = call(call, context, frame, left);
            return refined.kept() && result instanceof Sequence sequence ? sequence.kept() : result;
        }
        if (!(evaluator.evaluate(apply.right(), context, frame) instanceof Function right)) {
            throw Fault.T2006.at(apply.position(), "~>");
        }
        if (left instanceof Function first) {
            return new Function.Chain(first, right);
        }
        try {
            return invoke(right, left);
        } catch (JsonataException e) {
            throw e.at(apply.position(), "~>");
        }
    }
}
