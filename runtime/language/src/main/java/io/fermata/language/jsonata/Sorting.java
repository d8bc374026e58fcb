// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonata;

import io.fermata.language.jsonata.Expression.Term;
import io.fermata.language.jsonata.TupleStream.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Sorts by merging, so that equal items keep their order and a comparison that contradicts itself does no harm.
final class Sorting {

    private final Evaluator evaluator;
    private final Frame frame;

    Sorting(Evaluator evaluator, Frame frame) {
        this.evaluator = evaluator;
        this.frame = frame;
    }

    /// An item with what the terms give for it, each evaluated when it is first needed.
    private static final class Keyed<T> {

        final T item;
        final JsonNode context;
        final @Nullable Frame inner;
        final @Nullable JsonNode[] keys;

        Keyed(T item, JsonNode context, @Nullable Frame inner, int terms) {
            this.item = item;
            this.context = context;
            this.inner = inner;
            this.keys = new @Nullable JsonNode[terms];
        }
    }

    ArrayNode byTerms(List<Term> terms, ArrayNode items, int position) {
        if (items.size() < 2) {
            return items;
        }
        var keyed = new ArrayList<Keyed<JsonNode>>(items.size());
        evaluator.fuel().sequence(items.size());
        evaluator.fuel().bytes(48L * items.size());
        for (var i = 0; i < items.size(); i++) {
            keyed.add(new Keyed<>(items.get(i), items.get(i), null, terms.size()));
        }
        var sorted = new ArrayList<JsonNode>(items.size());
        sort(keyed, (left, right) -> after(terms, left, right, position), evaluator.fuel())
                .forEach(item -> sorted.add(item.item));
        return new ArrayNode(JsonNodeFactory.instance, sorted);
    }

    TupleStream tuplesByTerms(List<Term> terms, TupleStream tuples, int position) {
        var keyed = new ArrayList<Keyed<Tuple>>();
        evaluator.fuel().sequence(tuples.tuples().size());
        for (var tuple : tuples.tuples()) {
            keyed.add(new Keyed<>(tuple, tuple.item(), frame.inner(tuple.bindings()), terms.size()));
        }
        var sorted = new TupleStream(evaluator.fuel());
        sort(keyed, (left, right) -> after(terms, left, right, position), evaluator.fuel())
                .forEach(item -> sorted.add(item.item));
        return sorted;
    }

    private boolean after(List<Term> terms, Keyed<?> left, Keyed<?> right, int position) {
        for (var i = 0; i < terms.size(); i++) {
            var a = key(terms.get(i), left, i);
            var b = key(terms.get(i), right, i);
            var order = order(a, b, position);
            if (order != 0) {
                return terms.get(i).descending() && !a.isMissingNode() && !b.isMissingNode() ? order < 0 : order > 0;
            }
        }
        return false;
    }

    private JsonNode key(Term term, Keyed<?> item, int index) {
        var key = item.keys[index];
        if (key == null) {
            key = evaluator.evaluate(term.expression(), item.context, item.inner == null ? frame : item.inner);
            item.keys[index] = key;
        }
        return key;
    }

    /// What is missing goes last, whatever the direction.
    private int order(JsonNode a, JsonNode b, int position) {
        if (a.isMissingNode() || b.isMissingNode()) {
            return Boolean.compare(a.isMissingNode(), b.isMissingNode());
        }
        if (!a.isNumber() && !a.isString() || !b.isNumber() && !b.isString()) {
            throw Fault.T2008.at(position, "^");
        }
        if (a.isNumber() != b.isNumber()) {
            throw Fault.T2007.at(position, "^", a, b);
        }
        return a.isNumber()
                ? Numeric.compare(a, b)
                : Values.compareText(a.stringValue(), b.stringValue(), evaluator.fuel());
    }

    /// The items in order.
    ///
    /// @param after whether the first of two items belongs behind the second
    static <T> List<T> sort(List<T> items, BiPredicate<T, T> after, Fuel fuel) {
        if (items.size() < 2) {
            return items;
        }
        var middle = items.size() / 2;
        var left = sort(items.subList(0, middle), after, fuel);
        var right = sort(items.subList(middle, items.size()), after, fuel);
        fuel.bytes(8L * items.size());
        var merged = new ArrayList<T>(items.size());
        var l = 0;
        var r = 0;
        while (l < left.size() && r < right.size()) {
            fuel.step();
            merged.add(after.test(left.get(l), right.get(r)) ? right.get(r++) : left.get(l++));
        }
        merged.addAll(left.subList(l, left.size()));
        merged.addAll(right.subList(r, right.size()));
        return merged;
    }
}
