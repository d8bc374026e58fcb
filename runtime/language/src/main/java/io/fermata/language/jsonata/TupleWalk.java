// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonata;

import io.fermata.language.jsonata.Expression.Literal;
import io.fermata.language.jsonata.Expression.Path;
import io.fermata.language.jsonata.Expression.Sort;
import io.fermata.language.jsonata.Expression.Stage;
import io.fermata.language.jsonata.Expression.Step;
import io.fermata.language.jsonata.TupleStream.Tuple;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/// Walks the paths that bind names on their way, by `@`, `#` or `%`: from the first step that does, each item goes with
/// its bindings. Part of one evaluation.
final class TupleWalk {

    /// The items of a path without context: one, which is nothing.
    static final ArrayNode ONE_NOTHING = Sequence.of(new ArrayList<>(List.of(Values.NOTHING)));

    private final Evaluator evaluator;
    private final PathWalk walk;
    private final Fuel fuel;

    TupleWalk(Evaluator evaluator, PathWalk walk) {
        this.evaluator = evaluator;
        this.walk = walk;
        this.fuel = evaluator.fuel();
    }

    JsonNode path(Path path, ArrayNode input, Frame frame) {
        var steps = path.steps();
        var items = input;
        TupleStream stream = null;
        for (var i = 0; i < steps.size(); i++) {
            var step = steps.get(i);
            if (i == 0 && step.constructs()) {
                items = Values.array(evaluator.evaluate(step.expression(), items, frame));
                stream = step.binds() ? bound(step, begin(items), frame) : null;
            } else if (stream != null || step.binds()) {
                stream = step(step, stream, items, frame);
            } else {
                items = Values.array(walk.step(step, items, frame, i == steps.size() - 1));
                if (items.isEmpty()) {
                    return walk.finished(path, items, frame);
                }
            }
        }
        if (stream == null) {
            return walk.finished(path, items, frame);
        }
        if (path.carries()) {
            return stream;
        }
        if (path.group() != null) {
            return evaluator.grouping().grouped(path.group(), stream, frame);
        }
        return walk.finished(path, stream.items(), frame);
    }

    private TupleStream begin(ArrayNode items) {
        var stream = new TupleStream(fuel);
        for (var i = 0; i < items.size(); i++) {
            stream.add(new Tuple(PathWalk.item(items, i), null));
        }
        return stream;
    }

    /// Binds the names of a step to items that are already found.
    private TupleStream bound(Step step, TupleStream found, Frame frame) {
        var stream = new TupleStream(fuel);
        var tuples = found.tuples();
        for (var i = 0; i < tuples.size(); i++) {
            stream.add(named(step, tuples.get(i), tuples.get(i).item(), i));
        }
        return stages(step, stream, frame);
    }

    private TupleStream step(Step step, @Nullable TupleStream before, ArrayNode items, Frame frame) {
        if (step.expression() instanceof Sort(var terms, var position)) {
            var sorted = new Sorting(evaluator, frame).tuplesByTerms(terms, before == null ? begin(items) : before,
                    position);
            return before == null ? bound(step, sorted, frame) : stages(step, sorted, frame);
        }
        var stream = new TupleStream(fuel);
        for (var tuple : (before == null ? begin(items) : before).tuples()) {
            var result = evaluator.carried(step.expression(), tuple.item(), frame.inner(tuple.bindings()));
            if (result instanceof TupleStream inner) {
                inner.tuples().forEach(found -> stream.add(merged(tuple, found)));
            } else if (!result.isMissingNode()) {
                var found = Values.array(result);
                for (var i = 0; i < found.size(); i++) {
                    stream.add(named(step, tuple, found.get(i), i));
                }
            }
        }
        return stages(step, stream, frame);
    }

    private static Tuple named(Step step, Tuple from, JsonNode found, int index) {
        var tuple = new Tuple(step.focus() == null ? found : from.item(), from.bindings());
        if (step.focus() != null) {
            tuple = tuple.with(step.focus(), found);
        }
        if (step.index() != null) {
            tuple = tuple.with(step.index(), Numeric.node(index));
        }
        for (var label : step.ancestors()) {
            tuple = tuple.with(label, from.item());
        }
        return tuple;
    }

    private static Tuple merged(Tuple outer, Tuple inner) {
        var names = new ArrayList<Binding>();
        for (var binding = inner.bindings(); binding != null; binding = binding.older()) {
            names.add(binding);
        }
        var tuple = new Tuple(inner.item(), outer.bindings());
        for (var binding : names.reversed()) {
            tuple = tuple.with(binding.name(), binding.value());
        }
        return tuple;
    }

    private TupleStream stages(Step step, TupleStream found, Frame frame) {
        var stream = found;
        for (var stage : step.stages()) {
            stream = switch (stage) {
                case Stage.Filter(var predicate) -> filter(predicate, stream, frame);
                case Stage.Index(var name) -> numbered(name, stream);
            };
        }
        return stream;
    }

    private TupleStream numbered(String name, TupleStream found) {
        var stream = new TupleStream(fuel);
        var tuples = found.tuples();
        for (var i = 0; i < tuples.size(); i++) {
            stream.add(tuples.get(i).with(name, Numeric.node(i)));
        }
        return stream;
    }

    TupleStream filter(Expression predicate, TupleStream found, Frame frame) {
        var stream = new TupleStream(fuel);
        var tuples = found.tuples();
        if (predicate instanceof Literal(var literal) && literal.isNumber()) {
            var place = PathWalk.place(literal, tuples.size());
            if (place >= 0 && place < tuples.size()) {
                stream.add(tuples.get(place));
            }
            return stream;
        }
        for (var i = 0; i < tuples.size(); i++) {
            var tuple = tuples.get(i);
            var result = evaluator.evaluate(predicate, tuple.item(), frame.inner(tuple.bindings()));
            if (walk.passes(result, i, tuples.size())) {
                stream.add(tuple);
            }
        }
        return stream;
    }
}
