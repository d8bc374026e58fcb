// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonata;

import io.fermata.language.jsonata.Expression.Literal;
import io.fermata.language.jsonata.Expression.Name;
import io.fermata.language.jsonata.Expression.Path;
import io.fermata.language.jsonata.Expression.Sort;
import io.fermata.language.jsonata.Expression.Stage;
import io.fermata.language.jsonata.Expression.Step;
import io.fermata.language.jsonata.Expression.Variable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ContainerNode;
import tools.jackson.databind.node.ObjectNode;

/// Walks the steps of a path: each finds values in each item of the step before, and all that are found make one flat
/// sequence. Part of one evaluation.
final class PathWalk {

    private final Evaluator evaluator;
    private final Fuel fuel;
    private final TupleWalk tuples;

    PathWalk(Evaluator evaluator) {
        this.evaluator = evaluator;
        this.fuel = evaluator.fuel();
        this.tuples = new TupleWalk(evaluator, this);
    }

    JsonNode path(Path path, JsonNode context, Frame frame) {
        return switch (path.shape()) {
            case PLAIN -> plain(path, context, frame);
            case STEPS -> finished(path, steps(path, 0, input(path, context), frame), frame);
            case BINDING -> tuples.path(path, input(path, context), frame);
        };
    }

    /// The items that the first step begins with. A variable does not care for the items of the context.
    private static ArrayNode input(Path path, JsonNode context) {
        if (context instanceof ArrayNode array && !(path.steps().getFirst().expression() instanceof Variable)) {
            return array;
        }
        return context.isMissingNode() ? TupleWalk.ONE_NOTHING : Sequence.of(context);
    }

    /// Names only: as long as there are objects, no sequence is needed.
    private JsonNode plain(Path path, JsonNode context, Frame frame) {
        var steps = path.steps();
        var current = context;
        var i = 0;
        if (steps.getFirst().expression() instanceof Variable(var name)) {
            current = Sequence.collapsed(evaluator.variable(name, context, frame));
            i = 1;
        }
        for (; i < steps.size(); i++) {
            fuel.step();
            switch (current) {
                case ObjectNode object -> {
                    var member = object.get(((Name) steps.get(i).expression()).name());
                    if (member == null) {
                        return Values.NOTHING;
                    }
                    current = member;
                }
                case Constructed constructed -> {
                    return steps(path, i, Sequence.of(constructed), frame);
                }
                case ArrayNode array -> {
                    return steps(path, i, array, frame);
                }
                default -> {
                    return Values.NOTHING;
                }
            }
        }
        // a sequence that was kept in an object is an ordinary one again
        return current instanceof Sequence sequence && sequence.size() == 1 ? sequence.get(0) : current;
    }

    private JsonNode steps(Path path, int from, ArrayNode input, Frame frame) {
        var steps = path.steps();
        var items = input;
        JsonNode found = input;
        for (var i = from; i < steps.size(); i++) {
            var step = steps.get(i);
            found = i == 0 && step.constructs()
                    ? evaluator.evaluate(step.expression(), items, frame)
                    : step(step, items, frame, i == steps.size() - 1);
            if (found.isMissingNode() || found instanceof ArrayNode array && array.isEmpty()) {
                break;
            }
            items = Values.array(found);
        }
        return found;
    }

    /// The results of a whole path: kept an array, or grouped, when it says so.
    JsonNode finished(Path path, JsonNode found, Frame frame) {
        var result = found;
        if (path.kept() && result instanceof ArrayNode) {
            var sequence = result instanceof Constructed ? Sequence.of(result) : result;
            result = sequence instanceof Sequence items ? items.kept() : sequence;
        }
        return path.group() == null ? result : evaluator.grouping().grouped(path.group(), result, frame);
    }

    /// What one step finds in all items.
    JsonNode step(Step step, ArrayNode items, Frame frame, boolean last) {
        if (step.expression() instanceof Sort(var terms, var position)) {
            JsonNode sorted = new Sorting(evaluator, frame).byTerms(terms, items, position);
            return stages(step, sorted, frame);
        }
        if (step.expression() instanceof Name name && step.stages().isEmpty()) {
            return members(name.name(), items, last);
        }
        var found = new Items(fuel);
        var only = Values.NOTHING;
        var count = 0;
        for (var i = 0; i < items.size(); i++) {
            var result = stages(step, one(step, item(items, i), frame), frame);
            if (result.isMissingNode()) {
                continue;
            }
            count++;
            only = result;
            if (result instanceof Constructed) {
                found.add(result);
            } else {
                found.addAll(result);
            }
        }
        // the only result of the last step, when it is an array of the input, stays that array
        return last && count == 1 && only instanceof ArrayNode && !(only instanceof Sequence)
                ? only
                : found.sequence();
    }

    /// A name alone, which is what most steps are.
    private JsonNode members(String name, ArrayNode items, boolean last) {
        var found = new Items(fuel, items);
        var only = Values.NOTHING;
        var count = 0;
        for (var i = 0; i < items.size(); i++) {
            fuel.step();
            var member = Sequence.collapsed(Values.member(items.get(i), name, fuel));
            if (member.isMissingNode()) {
                continue;
            }
            count++;
            only = member;
            if (member instanceof ArrayNode && !(member instanceof Constructed)) {
                found.addAll(member);
            } else {
                found.put(member);
            }
        }
        return last && count == 1 && only instanceof ArrayNode && !(only instanceof Sequence)
                ? only
                : found.sequence();
    }

    private JsonNode one(Step step, JsonNode item, Frame frame) {
        if (step.expression() instanceof Name(var name)) {
            fuel.step();
            return Sequence.collapsed(Values.member(item, name, fuel));
        }
        return evaluator.evaluate(step.expression(), item, frame);
    }

    private JsonNode stages(Step step, JsonNode found, Frame frame) {
        var result = found;
        for (var stage : step.stages()) {
            if (stage instanceof Stage.Filter(var predicate)) {
                result = filter(predicate, result, frame);
            }
        }
        return result;
    }

    static JsonNode item(ArrayNode items, int index) {
        var item = items.get(index);
        return item == null ? Values.NOTHING : item;
    }

    /// What of a value a predicate lets through: by place when it is a number or numbers, else by truth.
    JsonNode filter(Expression predicate, JsonNode value, Frame frame) {
        if (value instanceof TupleStream stream) {
            return tuples.filter(predicate, stream, frame);
        }
        if (predicate instanceof Literal(var literal) && literal.isNumber()) {
            var items = Values.array(value);
            var item = item(items, place(literal, items.size()));
            return item instanceof ArrayNode ? item : Sequence.of(item);
        }
        if (value.isMissingNode()) {
            evaluator.evaluate(predicate, value, frame);
            return value;
        }
        var items = Values.array(value);
        var passed = new Items(fuel);
        for (var i = 0; i < items.size(); i++) {
            var item = items.get(i);
            if (passes(evaluator.evaluate(predicate, item, frame), i, items.size())) {
                passed.add(item);
            }
        }
        return passed.sequence();
    }

    /// Whether the result of a predicate lets the item at the place through.
    boolean passes(JsonNode result, int index, int size) {
        if (result.isNumber()) {
            return Numeric.isNumber(result) && place(result, size) == index;
        }
        if (!(result instanceof ArrayNode numbers)) {
            return Values.isTrue(result, fuel);
        }
        var found = false;
        for (var i = 0; i < numbers.size(); i++) {
            fuel.step();
            if (!numbers.get(i).isNumber()) {
                return Values.isTrue(result, fuel);
            }
            found |= place(numbers.get(i), size) == index;
        }
        return found;
    }

    static int place(JsonNode number, int size) {
        var place = (int) Math.floor(Numeric.of(number));
        return place < 0 ? size + place : place;
    }

    /// `*`: the values of all members, arrays flattened through and through. With an array among them it is one itself.
    JsonNode wildcard(JsonNode context) {
        var value = Sequence.unwrapped(context);
        if (!(value instanceof ContainerNode<?> container)) {
            return Values.NOTHING;
        }
        var found = new Items(fuel);
        var arrays = false;
        for (var member : container) {
            fuel.step();
            arrays |= member instanceof ArrayNode;
            flatten(member, found);
        }
        return arrays ? found.array() : found.sequence();
    }

    private void flatten(JsonNode value, Items found) {
        if (!(value instanceof ArrayNode array)) {
            found.add(value);
            return;
        }
        fuel.enter();
        for (var i = 0; i < array.size(); i++) {
            flatten(array.get(i), found);
        }
        fuel.leave();
    }

    /// `**`: the value and all that is in it, arrays opened.
    JsonNode descendants(JsonNode context) {
        var found = new Items(fuel);
        descend(context, found);
        return found.sequence();
    }

    private void descend(JsonNode value, Items found) {
        fuel.step();
        fuel.enter();
        if (value instanceof ArrayNode array) {
            for (var i = 0; i < array.size(); i++) {
                descend(array.get(i), found);
            }
        } else {
            found.add(value);
            if (value instanceof ObjectNode object) {
                object.properties().forEach(entry -> descend(entry.getValue(), found));
            }
        }
        fuel.leave();
    }
}
