// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonata;

import io.fermata.language.jsonata.Expression.ArrayConstructor;
import io.fermata.language.jsonata.Expression.Group;
import io.fermata.language.jsonata.Expression.Literal;
import io.fermata.language.jsonata.Expression.Path;
import io.fermata.language.jsonata.Expression.Refined;
import io.fermata.language.jsonata.Expression.Sort;
import io.fermata.language.jsonata.Expression.Stage;
import io.fermata.language.jsonata.Expression.Step;
import java.util.ArrayList;
import java.util.List;

/// Builds paths while an expression is read: what stands left of a symbol becomes steps, and the symbol is added to them.
final class Paths {

    private Paths() {}

    /// `left.right`.
    static Path step(Expression left, Expression right, int position) {
        var steps = new ArrayList<Step>();
        var kept = false;
        Group group = null;
        if (left instanceof Path path) {
            steps.addAll(path.steps());
            kept = path.kept();
            group = path.group();
        } else {
            steps.add(Step.of(left));
            kept = left instanceof Refined refined && refined.kept();
        }
        switch (right) {
            case Path path -> {
                steps.addAll(path.steps());
                kept |= path.kept();
            }
            case Refined refined -> {
                steps.add(staged(refined));
                kept |= refined.kept();
            }
            default -> steps.add(Step.of(right));
        }
        steps.replaceAll(step -> step.with(named(step.expression(), position)));
        constructing(steps, 0);
        constructing(steps, steps.size() - 1);
        return new Path(List.copyOf(steps), kept, false, group);
    }

    /// A step of an expression with predicates: they become stages.
    private static Step staged(Refined refined) {
        var expression = refined.group() == null && !refined.kept()
                ? refined.of()
                : new Refined(refined.of(), List.of(), refined.group(), refined.kept());
        var stages = new ArrayList<Stage>();
        refined.predicates().forEach(predicate -> stages.add(new Stage.Filter(predicate)));
        return Step.of(expression).withStages(stages);
    }

    /// A text in a path is a name; another literal is a mistake.
    private static Expression named(Expression expression, int position) {
        return switch (expression) {
            case Literal(var value) when value.isString() -> new Expression.Name(value.stringValue());
            case Literal(var value) -> throw Fault.S0213.at(position, null, value);
            case Refined refined -> new Refined(named(refined.of(), position), refined.predicates(), refined.group(),
                    refined.kept());
            default -> expression;
        };
    }

    private static void constructing(List<Step> steps, int index) {
        var step = steps.get(index);
        if (step.expression() instanceof ArrayConstructor(var items, _)) {
            steps.set(index, step.with(new ArrayConstructor(items, true)));
        } else if (step
                .expression() instanceof Refined(ArrayConstructor(var items, _), var predicates, var group, var kept)) {
            steps.set(index, step.with(new Refined(new ArrayConstructor(items, true), predicates, group, kept)));
        }
    }

    /// `left[predicate]`.
    static Expression predicate(Expression left, Expression predicate, int position) {
        if (left instanceof Path path) {
            if (path.group() != null) {
                throw Fault.S0209.at(position, null);
            }
            return path.withLast(path.last().withStage(new Stage.Filter(predicate)));
        }
        var refined = Refined.of(left);
        if (refined.group() != null) {
            throw Fault.S0209.at(position, null);
        }
        var predicates = new ArrayList<>(refined.predicates());
        predicates.add(predicate);
        return new Refined(refined.of(), List.copyOf(predicates), null, refined.kept());
    }

    /// `left[]`.
    static Expression kept(Expression left) {
        if (left instanceof Path path) {
            return path.keeping();
        }
        var refined = Refined.of(left);
        return new Refined(refined.of(), refined.predicates(), refined.group(), true);
    }

    /// `left{key: value}`.
    static Expression group(Expression left, Group group) {
        if (left instanceof Path path) {
            if (path.group() != null) {
                throw Fault.S0210.at(group.position(), null);
            }
            return path.withGroup(group);
        }
        var refined = Refined.of(left);
        if (refined.group() != null) {
            throw Fault.S0210.at(group.position(), null);
        }
        return new Refined(refined.of(), refined.predicates(), group, refined.kept());
    }

    /// `left^(terms)`.
    static Expression sort(Expression left, List<Expression.Term> terms, int position) {
        var path = path(left);
        var steps = new ArrayList<>(path.steps());
        steps.add(Step.of(new Sort(terms, position)));
        return new Path(List.copyOf(steps), path.kept(), false, path.group());
    }

    /// `left@$name`.
    static Expression focus(Expression left, String name, int position) {
        var path = path(left);
        if (!path.last().stages().isEmpty() || path.last().expression() instanceof Refined refined
                && !refined.predicates().isEmpty()) {
            throw Fault.S0215.at(position, "@");
        }
        if (path.last().expression() instanceof Sort) {
            throw Fault.S0216.at(position, "@");
        }
        return path.withLast(path.last().withFocus(name));
    }

    /// `left#$name`.
    static Expression index(Expression left, String name) {
        var path = left instanceof Refined refined
                ? new Path(List.of(staged(refined)), refined.kept(), false, null)
                : path(left);
        var last = path.last();
        return path.withLast(last.stages().isEmpty()
                ? last.withIndex(name)
                : last.withStage(new Stage.Index(name)));
    }

    private static Path path(Expression expression) {
        return expression instanceof Path path ? path : Path.of(Step.of(expression));
    }

    /// The body of a function, with the calls marked that stand last in it.
    static Expression tail(Expression body) {
        return switch (body) {
            case Expression.Call call -> new Expression.Call(call.procedure(), call.arguments(), true,
                    call.position());
            case Expression.Condition condition -> new Expression.Condition(condition.test(), tail(condition.then()),
                    condition.otherwise() == null ? null : tail(condition.otherwise()));
            case Expression.Block block when !block.expressions().isEmpty() -> {
                var expressions = new ArrayList<>(block.expressions());
                expressions.set(expressions.size() - 1, tail(expressions.getLast()));
                yield new Expression.Block(List.copyOf(expressions));
            }
            default -> body;
        };
    }
}
