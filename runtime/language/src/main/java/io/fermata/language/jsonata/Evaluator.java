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
        this.fuel = new Fuel(surroundings);
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
                : new Outcome.Value(Finish.plain(result));
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
        // one short method for each kind keeps this frame small, of which a deep evaluation has many
        var result = switch (expression) {
            case Expression.Path path -> walk.path(path, context, frame);
            case Expression.Literal literal -> literal.value();
            case Expression.Variable variable -> variable(variable.name(), context, frame);
            case Expression.Name name -> Values.member(context, name.name(), fuel);
            case Expression.Call call -> calls.call(call, context, frame, null);
            case Expression.Arithmetic arithmetic -> arithmetic(arithmetic, context, frame);
            case Expression.Comparison comparison -> comparison(comparison, context, frame);
            case Expression.Equality equality -> equality(equality, context, frame);
            case Expression.Membership membership -> membership(membership, context, frame);
            case Expression.And and -> Values
                    .truth(isTrue(and.left(), context, frame) && isTrue(and.right(), context, frame));
            case Expression.Or or -> Values
                    .truth(isTrue(or.left(), context, frame) || isTrue(or.right(), context, frame));
            case Expression.Concatenation concatenation -> concatenation(concatenation, context, frame);
            case Expression.Negation negation -> negation(negation, context, frame);
            case Range range -> range(range, context, frame);
            case Block block -> block(block, context, frame.inner());
            case Expression.Condition condition -> condition(condition, context, frame);
            case Expression.Default choice -> otherwise(choice, context, frame);
            case Expression.Coalescing choice -> coalesced(choice, context, frame);
            case Expression.Assignment assignment -> assigned(assignment, context, frame);
            case ArrayConstructor array -> array(array, context, frame);
            case Expression.ObjectConstructor object -> grouping.object(object.group(), context, frame);
            case Refined refined -> refined(refined, context, frame);
            case Expression.Definition definition -> lambda(definition, context, frame);
            case Expression.PartialCall call -> calls.partial(call, context, frame);
            case Expression.Apply apply -> calls.apply(apply, context, frame);
            case Expression.Transform transform -> new Function.Transformer(transform, frame);
            case Expression.RegexLiteral literal -> literal.regex();
            case Expression.Wildcard _ -> walk.wildcard(context);
            case Expression.Descendants _ -> walk.descendants(context);
            case Expression.Parent parent -> frame.lookup(parent.label());
            case Expression.Sort sort -> new Sorting(this, frame).byTerms(sort.terms(), Values.array(context),
                    sort.position());
        };
        fuel.leave();
        return result;
    }

    private JsonNode arithmetic(Expression.Arithmetic arithmetic, JsonNode context, Frame frame) {
        var left = evaluate(arithmetic.left(), context, frame);
        var right = evaluate(arithmetic.right(), context, frame);
        return Operators.arithmetic(arithmetic.operator(), left, right, arithmetic.position());
    }

    private JsonNode comparison(Expression.Comparison comparison, JsonNode context, Frame frame) {
        var left = evaluate(comparison.left(), context, frame);
        var right = evaluate(comparison.right(), context, frame);
        return Operators.compare(comparison.operator(), left, right, comparison.position(), fuel);
    }

    private JsonNode equality(Expression.Equality equality, JsonNode context, Frame frame) {
        var left = evaluate(equality.left(), context, frame);
        return Operators.equality(equality.same(), left, evaluate(equality.right(), context, frame), fuel);
    }

    private JsonNode membership(Expression.Membership membership, JsonNode context, Frame frame) {
        var left = evaluate(membership.left(), context, frame);
        return Operators.membership(left, evaluate(membership.right(), context, frame), fuel);
    }

    private JsonNode concatenation(Expression.Concatenation concatenation, JsonNode context, Frame frame) {
        var left = evaluate(concatenation.left(), context, frame);
        return Operators.concatenate(left, evaluate(concatenation.right(), context, frame), fuel);
    }

    private JsonNode negation(Expression.Negation negation, JsonNode context, Frame frame) {
        return Operators.negate(evaluate(negation.operand(), context, frame), negation.position());
    }

    private JsonNode condition(Expression.Condition condition, JsonNode context, Frame frame) {
        if (isTrue(condition.test(), context, frame)) {
            return evaluate(condition.then(), context, frame);
        }
        return condition.otherwise() == null ? Values.NOTHING : evaluate(condition.otherwise(), context, frame);
    }

    private JsonNode otherwise(Expression.Default choice, JsonNode context, Frame frame) {
        var value = evaluate(choice.left(), context, frame);
        return Values.isTrue(value, fuel) ? value : evaluate(choice.right(), context, frame);
    }

    private JsonNode coalesced(Expression.Coalescing choice, JsonNode context, Frame frame) {
        var value = evaluate(choice.left(), context, frame);
        return value.isMissingNode() ? evaluate(choice.right(), context, frame) : value;
    }

    private JsonNode assigned(Expression.Assignment assignment, JsonNode context, Frame frame) {
        var value = evaluate(assignment.value(), context, frame);
        fuel.bytes(32);
        frame.bind(assignment.name(), value);
        return value;
    }

    private JsonNode lambda(Expression.Definition definition, JsonNode context, Frame frame) {
        fuel.bytes(48);
        return new Function.Lambda(definition, context, frame);
    }

    boolean isTrue(Expression expression, JsonNode context, Frame frame) {
        return Values.isTrue(evaluate(expression, context, frame), fuel);
    }

    /// Calls a function from inside a function of the library. A sequence that a function of the library gives stays one
    /// here, even with one item: `$map($a, function($v) {$filter($v, $f)})` gives arrays.
    JsonNode call(Function function, JsonNode... arguments) {
        return calls.invoke(function, arguments);
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

    private JsonNode block(Block block, JsonNode context, Frame frame) {
        fuel.bytes(32);
        var result = Values.NOTHING;
        for (var expression : block.expressions()) {
            result = carried(expression, context, frame);
        }
        return result;
    }

    private JsonNode array(ArrayConstructor array, JsonNode context, Frame frame) {
        var items = new Items(fuel);
        for (var item : array.items()) {
            var value = evaluate(item, context, frame);
            if (item instanceof ArrayConstructor
                    || item instanceof Refined refined && refined.of() instanceof ArrayConstructor) {
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
