// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonata;

import io.fermata.language.jsonata.Expression.ArrayConstructor;
import io.fermata.language.jsonata.Expression.Block;
import io.fermata.language.jsonata.Expression.Range;
import io.fermata.language.jsonata.Expression.Refined;
import java.util.ArrayList;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/// One evaluation: walks the tree of an expression. What an expression gives is a node, [Values#NOTHING] for nothing.
/// Belongs to one thread and is dropped afterwards.
final class Evaluator {

    /// The most items that JSONata lets a range have, whatever the bounds allow.
    private static final long MAX_RANGE = 10_000_000;

    private final Fuel fuel;
    private final Surroundings surroundings;
    private final Dialect dialect;
    private final PathWalk walk;
    private final Calls calls;
    private final Grouping grouping;
    private JsonNode whole = Values.NOTHING;
    private boolean sawFunctions;

    Evaluator(Surroundings surroundings, Dialect dialect) {
        this.fuel = new Fuel(surroundings.bounds(), surroundings.nanos());
        this.surroundings = surroundings;
        this.dialect = dialect;
        this.walk = new PathWalk(this);
        this.calls = new Calls(this);
        this.grouping = new Grouping(this);
    }

    Outcome run(Parser.Parsed compiled, @Nullable JsonNode input, Map<String, JsonNode> variables) {
        var given = input == null ? Values.NOTHING : input;
        whole = given instanceof ArrayNode ? Sequence.input(given) : given;
        var result = evaluate(compiled.expression(), whole, Frame.root(dialect.functions(), variables));
        if (result.isMissingNode()) {
            return new Outcome.Nothing();
        }
        if (result instanceof Internal) {
            return new Outcome.Unsupported();
        }
        return compiled.computes() || sawFunctions
                ? Finish.of(result, fuel)
                : new Outcome.Value(result);
    }

    Fuel fuel() {
        return fuel;
    }

    Surroundings surroundings() {
        return surroundings;
    }

    Dialect dialect() {
        return dialect;
    }

    Grouping grouping() {
        return grouping;
    }

    /// The result as the next expression sees it: a sequence of one item is the item.
    JsonNode evaluate(Expression expression, JsonNode context, Frame frame) {
        return switch (raw(expression, context, frame)) {
            case Sequence sequence -> Sequence.collapsed(sequence);
            case TupleStream stream -> Sequence.collapsed(stream.items());
            case JsonNode value -> value;
        };
    }

    /// The same for a step of a path that binds names: items keep their bindings.
    JsonNode carried(Expression expression, JsonNode context, Frame frame) {
        return Sequence.collapsed(raw(expression, context, frame));
    }

    /// The result with its sequence as it is.
    JsonNode raw(Expression expression, JsonNode context, Frame frame) {
        fuel.step();
        fuel.enter();
        var result = switch (expression) {
            case Expression.Path path -> walk.path(path, context, frame);
            case Expression.Literal(var value) -> value;
            case Expression.Variable(var name) -> variable(name, context, frame);
            case Expression.Name(var name) -> Values.member(context, name, fuel);
            case Expression.Call call -> calls.call(call, context, frame, null);
            case Expression.Arithmetic(var operator, var left, var right, var position) -> Operators.arithmetic(
                    operator, evaluate(left, context, frame), evaluate(right, context, frame), position);
            case Expression.Comparison(var operator, var left, var right, var position) -> Operators.compare(operator,
                    evaluate(left, context, frame), evaluate(right, context, frame), position);
            case Expression.Equality(var same, var left, var right) -> Operators.equality(same,
                    evaluate(left, context, frame), evaluate(right, context, frame), fuel);
            case Expression.Membership(var left, var right) -> Operators.membership(evaluate(left, context, frame),
                    evaluate(right, context, frame), fuel);
            case Expression.And(var left, var right) -> Values
                    .truth(isTrue(left, context, frame) && isTrue(right, context, frame));
            case Expression.Or(var left, var right) -> Values
                    .truth(isTrue(left, context, frame) || isTrue(right, context, frame));
            case Expression.Concatenation(var left, var right) -> Operators.concatenate(
                    evaluate(left, context, frame), evaluate(right, context, frame), fuel);
            case Expression.Negation(var operand, var position) -> Operators.negate(evaluate(operand, context, frame),
                    position);
            case Range range -> range(range, context, frame);
            case Block(var expressions) -> block(expressions, context, frame.inner());
            case Expression.Condition(var test, var then, var otherwise) -> isTrue(test, context, frame)
                    ? evaluate(then, context, frame)
                    : otherwise == null ? Values.NOTHING : evaluate(otherwise, context, frame);
            case Expression.Default(var left, var right) -> {
                var value = evaluate(left, context, frame);
                yield Values.isTrue(value, fuel) ? value : evaluate(right, context, frame);
            }
            case Expression.Coalescing(var left, var right) -> {
                var value = evaluate(left, context, frame);
                yield value.isMissingNode() ? evaluate(right, context, frame) : value;
            }
            case Expression.Assignment(var name, var value) -> {
                var bound = evaluate(value, context, frame);
                fuel.bytes(32);
                frame.bind(name, bound);
                yield bound;
            }
            case ArrayConstructor array -> array(array, context, frame);
            case Expression.ObjectConstructor(var group) -> grouping.object(group, context, frame);
            case Refined refined -> refined(refined, context, frame);
            case Expression.Definition definition -> {
                fuel.bytes(48);
                yield new Function.Lambda(definition, context, frame);
            }
            case Expression.PartialCall call -> calls.partial(call, context, frame);
            case Expression.Apply apply -> calls.apply(apply, context, frame);
            case Expression.Transform transform -> new Function.Transformer(transform, frame);
            case Expression.RegexLiteral(var regex) -> regex;
            case Expression.Wildcard _ -> walk.wildcard(context);
            case Expression.Descendants _ -> walk.descendants(context);
            case Expression.Parent(var label, _) -> frame.lookup(label);
            case Expression.Sort(var terms, var position) -> new Sorting(this, frame).byTerms(terms,
                    Values.array(context), position);
        };
        fuel.leave();
        return result;
    }

    boolean isTrue(Expression expression, JsonNode context, Frame frame) {
        return Values.isTrue(evaluate(expression, context, frame), fuel);
    }

    /// Calls a function from inside a function of the library.
    JsonNode call(Function function, JsonNode... arguments) {
        return Sequence.collapsed(calls.invoke(function, arguments, Values.NOTHING));
    }

    JsonNode variable(String name, JsonNode context, Frame frame) {
        if (name.isEmpty()) {
            return Sequence.unwrapped(context);
        }
        if (name.equals("$")) {
            return whole;
        }
        var value = frame.lookup(name);
        if (value instanceof Function) {
            sawFunctions = true;
        }
        return value;
    }

    private JsonNode block(Iterable<Expression> expressions, JsonNode context, Frame frame) {
        fuel.bytes(32);
        var result = Values.NOTHING;
        for (var expression : expressions) {
            result = carried(expression, context, frame);
        }
        return result;
    }

    private JsonNode array(ArrayConstructor array, JsonNode context, Frame frame) {
        var items = new Items(fuel);
        for (var item : array.items()) {
            var value = evaluate(item, context, frame);
            if (item instanceof ArrayConstructor) {
                items.add(value);
            } else {
                items.addAll(value);
            }
        }
        return array.constructs() ? new Constructed(items.list()) : items.array();
    }

    private JsonNode range(Range range, JsonNode context, Frame frame) {
        var first = evaluate(range.first(), context, frame);
        var last = evaluate(range.last(), context, frame);
        if (!first.isMissingNode() && !Operators.isWhole(first)) {
            throw Fault.T2003.at(range.position(), "..");
        }
        if (!last.isMissingNode() && !Operators.isWhole(last)) {
            throw Fault.T2004.at(range.position(), "..");
        }
        if (first.isMissingNode() || last.isMissingNode() || Numeric.compare(first, last) > 0) {
            return Values.NOTHING;
        }
        var size = Numeric.of(last) - Numeric.of(first) + 1;
        if (size > MAX_RANGE) {
            throw Fault.D2014.at(range.position(), "..", Numeric.text(size));
        }
        fuel.sequence((long) size);
        fuel.bytes((long) size * 16);
        var items = new ArrayList<JsonNode>((int) size);
        var from = (long) Numeric.of(first);
        for (var i = 0; i < (int) size; i++) {
            fuel.step();
            items.add(Numeric.node(from + i));
        }
        return Sequence.of(items);
    }

    private JsonNode refined(Refined refined, JsonNode context, Frame frame) {
        var result = raw(refined.of(), context, frame);
        for (var predicate : refined.predicates()) {
            result = walk.filter(predicate, result, frame);
        }
        if (refined.group() != null) {
            result = grouping.grouped(refined.group(), result, frame);
        }
        return refined.kept() && result instanceof Sequence sequence ? sequence.kept() : result;
    }
}
