// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonata;

import io.fermata.language.jsonata.Expression.Group;
import io.fermata.language.jsonata.Expression.Name;
import io.fermata.language.jsonata.Expression.Path;
import io.fermata.language.jsonata.Expression.Refined;
import io.fermata.language.jsonata.Expression.Stage;
import io.fermata.language.jsonata.Expression.Step;
import io.fermata.language.jsonata.Expression.Variable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Walks a tree for its [References]. Used once.
final class ReferenceSearch {

    private final Set<References.Use> uses = new LinkedHashSet<>();
    private final Set<String> names = new LinkedHashSet<>();
    private final Set<String> calls = new LinkedHashSet<>();
    private final Set<String> library;
    private boolean context;
    private boolean root;

    private ReferenceSearch(Set<String> library) {
        this.library = library;
    }

    static References of(Expression expression, Set<String> library) {
        var search = new ReferenceSearch(library);
        search.visit(expression, true, new HashSet<>());
        return new References(List.copyOf(search.uses), List.copyOf(search.names), search.context, search.root,
                List.copyOf(search.calls));
    }

    /// @param top the context is that of the whole expression
    /// @param bound the variables that the expression binds around this part; an assignment adds its own
    private void visit(@Nullable Expression expression, boolean top, Set<String> bound) {
        if (expression == null) {
            return;
        }
        switch (expression) {
            case Variable(var name) -> use(name, List.of(), top, bound);
            case Name(var name) -> name(name, top);
            case Path path -> path(path, top, bound);
            case Refined refined -> {
                visit(refined.of(), top, bound);
                refined.predicates().forEach(predicate -> visit(predicate, false, bound));
                group(refined.group(), false, bound);
            }
            case Expression.Wildcard _,Expression.Descendants _ -> context |= top;
            case Expression.Literal _,Expression.RegexLiteral _,Expression.Parent _ -> {
            }
            case Expression.Sort(var terms, _) -> terms.forEach(term -> visit(term.expression(), false, bound));
            case Expression.Negation(var operand, _) -> visit(operand, top, bound);
            case Expression.Arithmetic(_, var left, var right, _) -> both(left, right, top, bound);
            case Expression.Comparison(_, var left, var right, _) -> both(left, right, top, bound);
            case Expression.Equality(_, var left, var right) -> both(left, right, top, bound);
            case Expression.Membership(var left, var right) -> both(left, right, top, bound);
            case Expression.And(var left, var right) -> both(left, right, top, bound);
            case Expression.Or(var left, var right) -> both(left, right, top, bound);
            case Expression.Concatenation(var left, var right) -> both(left, right, top, bound);
            case Expression.Range(var first, var last, _) -> both(first, last, top, bound);
            case Expression.Default(var left, var right) -> both(left, right, top, bound);
            case Expression.Coalescing(var left, var right) -> both(left, right, top, bound);
            case Expression.Apply(var left, var right, _) -> both(left, right, top, bound);
            case Expression.ArrayConstructor(var items, _) -> all(items, top, bound);
            case Expression.ObjectConstructor(var group) -> group(group, top, bound);
            case Expression.Block(var expressions) -> all(expressions, top, new HashSet<>(bound));
            case Expression.Condition(var test, var then, var otherwise) -> {
                both(test, then, top, bound);
                visit(otherwise, top, bound);
            }
            case Expression.Assignment(var name, var value) -> {
                if (value instanceof Expression.Definition) {
                    // a function may call itself
                    bound.add(name);
                }
                visit(value, top, bound);
                bound.add(name);
            }
            case Expression.Call(var procedure, var arguments, _, _) -> {
                procedure(procedure, top, bound);
                all(arguments, top, bound);
            }
            case Expression.PartialCall(var procedure, var arguments, _) -> {
                procedure(procedure, top, bound);
                all(arguments, top, bound);
            }
            case Expression.Definition(var parameters, _, var body) -> {
                var inner = new HashSet<>(bound);
                inner.addAll(parameters);
                visit(body, top, inner);
            }
            case Expression.Transform(var pattern, var update, var delete, _) -> {
                visit(pattern, false, bound);
                visit(update, false, bound);
                visit(delete, false, bound);
            }
        }
    }

    private void both(Expression left, Expression right, boolean top, Set<String> bound) {
        visit(left, top, bound);
        visit(right, top, bound);
    }

    private void all(Collection<? extends @Nullable Expression> expressions, boolean top, Set<String> bound) {
        expressions.forEach(expression -> visit(expression, top, bound));
    }

    private void group(@Nullable Group group, boolean top, Set<String> bound) {
        if (group != null) {
            group.pairs().forEach(pair -> both(pair.key(), pair.value(), top, bound));
        }
    }

    private void procedure(Expression procedure, boolean top, Set<String> bound) {
        if (procedure instanceof Variable(var name) && !name.isEmpty()) {
            if (!bound.contains(name)) {
                calls.add(name);
            }
        } else {
            visit(procedure, top, bound);
        }
    }

    private void name(String name, boolean top) {
        if (top) {
            names.add(name);
        }
    }

    private void use(String name, List<String> members, boolean top, Set<String> bound) {
        if (name.isEmpty()) {
            context |= top;
        } else if (name.equals("$")) {
            root = true;
        } else if (!bound.contains(name) && !library.contains(name)) {
            uses.add(new References.Use(name, members));
        }
    }

    private void path(Path path, boolean top, Set<String> bound) {
        var steps = path.steps();
        var inner = new HashSet<>(bound);
        for (var i = 0; i < steps.size(); i++) {
            var step = steps.get(i);
            var expression = step.expression();
            if (i == 0 && variable(expression) instanceof Variable(var name)) {
                use(name, members(steps), top, bound);
                if (expression instanceof Refined refined) {
                    all(refined.predicates(), false, inner);
                }
            } else {
                visit(expression, top && i == 0, inner);
            }
            stages(step, inner);
        }
        group(path.group(), false, inner);
    }

    private void stages(Step step, Set<String> bound) {
        if (step.focus() != null) {
            bound.add(step.focus());
        }
        if (step.index() != null) {
            bound.add(step.index());
        }
        for (var stage : step.stages()) {
            switch (stage) {
                case Stage.Filter(var predicate) -> visit(predicate, false, bound);
                case Stage.Index(var name) -> bound.add(name);
            }
        }
    }

    private static @Nullable Variable variable(Expression expression) {
        return switch (expression) {
            case Variable variable -> variable;
            case Refined refined when refined.group() == null -> variable(refined.of());
            default -> null;
        };
    }

    /// The names that follow the first step without interruption.
    private static List<String> members(List<Step> steps) {
        var members = new ArrayList<String>();
        for (var step : steps.subList(1, steps.size())) {
            if (!(step.expression() instanceof Name(var name))) {
                break;
            }
            members.add(name);
        }
        return List.copyOf(members);
    }
}
