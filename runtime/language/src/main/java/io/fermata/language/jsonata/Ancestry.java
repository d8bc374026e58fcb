// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonata;

import io.fermata.language.jsonata.Expression.Group;
import io.fermata.language.jsonata.Expression.Pair;
import io.fermata.language.jsonata.Expression.Parent;
import io.fermata.language.jsonata.Expression.Path;
import io.fermata.language.jsonata.Expression.Refined;
import io.fermata.language.jsonata.Expression.Stage;
import io.fermata.language.jsonata.Expression.Step;
import io.fermata.language.jsonata.Expression.Term;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds for each `%` the step whose context it means, and has that step bind it. A `%` looks for its step leftwards in
/// its path; what it does not find there, the expression around looks for. Used once, on an expression that has any.
final class Ancestry {

    /// A `%` on its way to its step: it has to pass so many more.
    private record Sought(String label, int level, int position) {

        Sought at(int other) {
            return new Sought(label, other, position);
        }
    }

    /// What the expression just resolved still seeks; its owner takes it.
    private ArrayDeque<Sought> open = new ArrayDeque<>();

    private Ancestry() {}

    static Expression resolve(Expression expression) {
        var ancestry = new Ancestry();
        var resolved = ancestry.visit(expression);
        if (!ancestry.open.isEmpty()) {
            throw Fault.S0217.at(ancestry.open.getFirst().position(), "%");
        }
        return resolved;
    }

    private Expression visit(Expression expression) {
        return switch (expression) {
            case Parent parent -> {
                open.add(new Sought(parent.label(), 1, parent.position()));
                yield parent;
            }
            case Path path -> path(path);
            case Refined refined -> refined(refined);
            case Expression.Literal _,Expression.Variable _,Expression.Name _,Expression.Wildcard _,Expression.Descendants _,Expression.RegexLiteral _ ->
                expression;
            case Expression.Sort sort -> new Expression.Sort(terms(sort.terms()), sort.position());
            case Expression.Negation negation -> new Expression.Negation(visit(negation.operand()),
                    negation.position());
            case Expression.Arithmetic(var operator, var left, var right, var position) -> new Expression.Arithmetic(
                    operator, visit(left), visit(right), position);
            case Expression.Comparison(var operator, var left, var right, var position) -> new Expression.Comparison(
                    operator, visit(left), visit(right), position);
            case Expression.Equality(var same, var left, var right) -> new Expression.Equality(same, visit(left),
                    visit(right));
            case Expression.Membership(var left, var right) -> new Expression.Membership(visit(left), visit(right));
            case Expression.And(var left, var right) -> new Expression.And(visit(left), visit(right));
            case Expression.Or(var left, var right) -> new Expression.Or(visit(left), visit(right));
            case Expression.Concatenation(var left, var right) -> new Expression.Concatenation(visit(left),
                    visit(right));
            case Expression.Range(var first, var last, var position) -> new Expression.Range(visit(first),
                    visit(last), position);
            case Expression.ArrayConstructor(var items, var constructs) -> new Expression.ArrayConstructor(all(items),
                    constructs);
            // what seeks inside these stays theirs, and finds nothing
            case Expression.Definition(var parameters, var signature, var body) -> new Expression.Definition(
                    parameters, signature, apart(body));
            case Expression.Apply(var left, var right, var position) -> new Expression.Apply(apart(left),
                    apart(right), position);
            case Expression.Transform(var pattern, var update, var delete, var position) -> new Expression.Transform(
                    apart(pattern), apart(update), delete == null ? null : apart(delete), position);
            case Expression.ObjectConstructor(var group) -> new Expression.ObjectConstructor(group(group));
            case Expression.Block(var expressions) -> new Expression.Block(all(expressions));
            case Expression.Condition(var test, var then, var otherwise) -> new Expression.Condition(visit(test),
                    visit(then), optional(otherwise));
            case Expression.Default(var left, var right) -> new Expression.Default(visit(left), visit(right));
            case Expression.Coalescing(var left, var right) -> new Expression.Coalescing(visit(left), visit(right));
            case Expression.Assignment(var name, var value) -> new Expression.Assignment(name, visit(value));
            case Expression.Call(var procedure, var arguments, var tail, var position) -> new Expression.Call(
                    apart(procedure), all(arguments), tail, position);
            case Expression.PartialCall(var procedure, var arguments, var position) -> new Expression.PartialCall(
                    apart(procedure), partial(arguments), position);
        };
    }

    private Expression apart(Expression expression) {
        var outer = taken();
        var resolved = visit(expression);
        open = outer;
        return resolved;
    }

    private List<Expression> all(List<Expression> expressions) {
        return expressions.stream().map(this::visit).toList();
    }

    private @Nullable Expression optional(@Nullable Expression expression) {
        return expression == null ? null : visit(expression);
    }

    private List<@Nullable Expression> partial(List<@Nullable Expression> arguments) {
        var resolved = new ArrayList<@Nullable Expression>();
        for (var argument : arguments) {
            resolved.add(optional(argument));
        }
        return resolved;
    }

    private List<Term> terms(List<Term> terms) {
        return terms.stream().map(term -> new Term(visit(term.expression()), term.descending())).toList();
    }

    private Group group(Group group) {
        return new Group(group.pairs().stream().map(pair -> new Pair(visit(pair.key()), visit(pair.value()))).toList(),
                group.position());
    }

    private Group apart(Group group) {
        var outer = taken();
        var resolved = group(group);
        open = outer;
        return resolved;
    }

    private Expression refined(Refined refined) {
        var of = visit(refined.of());
        var outer = taken();
        var predicates = all(refined.predicates());
        for (var sought : taken()) {
            if (sought.level() == 1) {
                var holder = new ArrayList<>(List.of(Step.of(of)));
                seek(holder, 0, sought, outer);
                of = holder.getFirst().expression();
            } else {
                outer.add(sought.at(sought.level() - 1));
            }
        }
        var group = refined.group() == null ? null : apart(refined.group());
        open = outer;
        return new Refined(of, predicates, group, refined.kept());
    }

    private Expression path(Path path) {
        var outer = taken();
        var steps = new ArrayList<Step>();
        for (var step : path.steps()) {
            var expression = visit(step.expression());
            steps.add(carries(expression) ? step.with(expression).carrying() : step.with(expression));
            for (var sought : taken()) {
                seek(steps, steps.size() - 2, sought, outer);
            }
            stages(step.stages(), steps, outer);
        }
        var group = path.group() == null ? null : apart(path.group());
        open = outer;
        return new Path(List.copyOf(steps), path.kept(), path.carries(), group);
    }

    /// Whether the expression gives items with their bindings.
    private static boolean carries(Expression expression) {
        return switch (expression) {
            case Path path -> path.carries();
            case Expression.Block(var expressions) -> !expressions.isEmpty() && carries(expressions.getLast());
            case Refined refined -> carries(refined.of());
            default -> false;
        };
    }

    /// The predicates of the last step: a `%` in one begins at the step itself.
    private void stages(List<Stage> stages, List<Step> steps, ArrayDeque<Sought> outer) {
        var resolved = new ArrayList<Stage>();
        for (var stage : stages) {
            resolved.add(switch (stage) {
                case Stage.Filter(var predicate) -> new Stage.Filter(visit(predicate));
                case Stage.Index index -> index;
            });
            var last = steps.size() - 1;
            for (var sought : taken()) {
                if (sought.level() == 1) {
                    seek(steps, last, sought, outer);
                } else {
                    seek(steps, last - 1, sought.at(sought.level() - 1), outer);
                }
            }
        }
        var last = steps.size() - 1;
        steps.set(last, steps.get(last).withStages(resolved));
    }

    private ArrayDeque<Sought> taken() {
        var taken = open;
        open = new ArrayDeque<>();
        return taken;
    }

    /// Goes leftwards from a step until the `%` is found; past the first step the expression around goes on.
    private static void seek(List<Step> steps, int from, Sought sought, ArrayDeque<Sought> outer) {
        var current = sought;
        var index = from;
        while (current.level() > 0) {
            if (index < 0) {
                outer.add(current);
                return;
            }
            // steps that bind what they find leave the context alone, so a row of them counts as one
            while (index > 0 && steps.get(index).focus() != null && steps.get(index - 1).focus() != null) {
                index--;
            }
            current = seekIn(steps, index, current);
            index--;
        }
    }

    private static Sought seekIn(List<Step> steps, int index, Sought sought) {
        var step = steps.get(index);
        return switch (step.expression()) {
            case Expression.Name _,Expression.Wildcard _ -> {
                if (sought.level() == 1) {
                    steps.set(index, step.withAncestor(sought.label()));
                }
                yield sought.at(sought.level() - 1);
            }
            case Parent _ -> sought.at(sought.level() + 1);
            case Expression.Block(var expressions) when !expressions.isEmpty() -> {
                var inside = new ArrayList<>(expressions);
                var last = new ArrayList<>(List.of(Step.of(inside.getLast())));
                var left = seekIn(last, 0, sought);
                inside.set(inside.size() - 1, last.getFirst().expression());
                steps.set(index, step.with(new Expression.Block(List.copyOf(inside))).carrying());
                yield left;
            }
            // an empty block is passed by
            case Expression.Block _ -> sought;
            case Path path -> {
                var inside = new ArrayList<>(path.steps());
                var left = sought;
                for (var i = inside.size() - 1; i >= 0 && left.level() > 0; i--) {
                    left = seekIn(inside, i, left);
                }
                steps.set(index, step.with(new Path(List.copyOf(inside), path.kept(), true, path.group())));
                yield left;
            }
            default -> throw Fault.S0217.at(sought.position(), "%");
        };
    }
}
