// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonata;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The tree of an expression. Immutable; positions are those of the symbol that may fail.
sealed interface Expression {

    record Literal(JsonNode value) implements Expression {}

    /// `$name`; the empty name is the context, the name `$` the whole input.
    record Variable(String name) implements Expression {}

    /// A member of the context.
    record Name(String name) implements Expression {}

    record Wildcard() implements Expression {}

    record Descendants() implements Expression {}

    /// `%`: the object that a step before found the context in. The step binds it under the label.
    record Parent(String label, int position) implements Expression {}

    /// `^(...)`, which stands as a step of a path only.
    record Sort(List<Term> terms, int position) implements Expression {}

    /// @param kept one result stays an array
    /// @param carries the results keep their bindings, for a path around this one
    /// @param shape how it can be walked
    record Path(List<Step> steps, boolean kept, boolean carries, @Nullable Group group, Shape shape)
            implements
                Expression {

        enum Shape {
            /// Names only, behind a variable or not.
            PLAIN,
            STEPS,
            /// A step binds names.
            BINDING
        }

        Path(List<Step> steps, boolean kept, boolean carries, @Nullable Group group) {
            this(steps, kept, carries, group, shape(steps, kept, group));
        }

        private static Shape shape(List<Step> steps, boolean kept, @Nullable Group group) {
            var first = steps.getFirst();
            if (steps.size() == 1 && first.focus() != null && !(first.expression() instanceof Name)) {
                // the name would be for the steps behind it, and there are none
                return first.expression() instanceof Variable && !kept && group == null ? Shape.PLAIN : Shape.STEPS;
            }
            if (steps.stream().anyMatch(Step::binds)) {
                return Shape.BINDING;
            }
            var names = steps.getFirst().expression() instanceof Variable ? steps.subList(1, steps.size()) : steps;
            var plain = !kept && group == null && steps.stream().allMatch(step -> step.stages().isEmpty())
                    && names.stream().allMatch(step -> step.expression() instanceof Name);
            return plain ? Shape.PLAIN : Shape.STEPS;
        }

        static Path of(Step step) {
            return new Path(List.of(step), false, false, null);
        }

        Step last() {
            return steps.getLast();
        }

        Path withLast(Step step) {
            var changed = new ArrayList<>(steps);
            changed.set(changed.size() - 1, step);
            return new Path(List.copyOf(changed), kept, carries, group);
        }

        Path withGroup(Group by) {
            return new Path(steps, kept, carries, by);
        }

        Path keeping() {
            return new Path(steps, true, carries, group);
        }

        /// The name when the path is a bare one.
        @Nullable
        String bareName() {
            return steps.size() == 1 && steps.getFirst().expression() instanceof Name(var name) ? name : null;
        }
    }

    /// Predicates, a grouping or `[]` behind what is no path.
    record Refined(Expression of, List<Expression> predicates, @Nullable Group group, boolean kept)
            implements
                Expression {

        static Refined of(Expression expression) {
            return expression instanceof Refined refined
                    ? refined
                    : new Refined(expression, List.of(), null, false);
        }
    }

    record Negation(Expression operand, int position) implements Expression {}

    record Arithmetic(Operator operator, Expression left, Expression right, int position) implements Expression {

        enum Operator {

            ADD("+"),
            SUBTRACT("-"),
            MULTIPLY("*"),
            DIVIDE("/"),
            REMAINDER("%");

            final String symbol;

            Operator(String symbol) {
                this.symbol = symbol;
            }
        }
    }

    record Comparison(Operator operator, Expression left, Expression right, int position) implements Expression {

        enum Operator {

            LESS("<"),
            AT_MOST("<="),
            GREATER(">"),
            AT_LEAST(">=");

            final String symbol;

            Operator(String symbol) {
                this.symbol = symbol;
            }
        }
    }

    record Equality(boolean same, Expression left, Expression right) implements Expression {}

    record Membership(Expression left, Expression right) implements Expression {}

    record And(Expression left, Expression right) implements Expression {}

    record Or(Expression left, Expression right) implements Expression {}

    record Concatenation(Expression left, Expression right) implements Expression {}

    record Range(Expression first, Expression last, int position) implements Expression {}

    /// @param constructs it is a step of a path: its array is one item there
    record ArrayConstructor(List<Expression> items, boolean constructs) implements Expression {}

    record ObjectConstructor(Group group) implements Expression {}

    record Block(List<Expression> expressions) implements Expression {}

    record Condition(Expression test, Expression then, @Nullable Expression otherwise) implements Expression {}

    /// `?:`: the right side when the left one does not count as true.
    record Default(Expression left, Expression right) implements Expression {}

    /// `??`: the right side when the left one is nothing.
    record Coalescing(Expression left, Expression right) implements Expression {}

    record Assignment(String name, Expression value) implements Expression {}

    /// @param tail nothing is left to do after it in the function that it stands in
    record Call(Expression procedure, List<Expression> arguments, boolean tail, int position) implements Expression {

        /// What failures call the function.
        @Nullable
        String name() {
            return nameOf(procedure);
        }

        static @Nullable String nameOf(Expression procedure) {
            return switch (procedure) {
                case Variable(var name) -> name;
                case Path path -> path.bareName();
                default -> null;
            };
        }
    }

    /// A call with `?` for some arguments, which are null here.
    record PartialCall(Expression procedure, List<@Nullable Expression> arguments, int position)
            implements
                Expression {}

    /// `function($a, $b)<sn:s>{ body }`.
    record Definition(List<String> parameters, @Nullable Signature signature, Expression body)
            implements
                Expression {}

    /// `left ~> right`.
    record Apply(Expression left, Expression right, int position) implements Expression {}

    record Transform(Expression pattern, Expression update, @Nullable Expression delete, int position)
            implements
                Expression {}

    record RegexLiteral(Function.Regex regex) implements Expression {}

    /// A step of a path: what it finds from each item of the step before, what of it stays, and which names it binds.
    ///
    /// @param focus binds what was found, while the context stays
    /// @param index binds the place of what was found
    /// @param ancestors labels that bind the context that the step began with
    /// @param carries the expression itself gives items with bindings
    record Step(Expression expression, List<Stage> stages, @Nullable String focus, @Nullable String index,
            List<String> ancestors, boolean carries) {

        static Step of(Expression expression) {
            return new Step(expression, List.of(), null, null, List.of(), false);
        }

        boolean binds() {
            return carries || focus != null || index != null || !ancestors.isEmpty()
                    || stages.stream().anyMatch(stage -> stage instanceof Stage.Index);
        }

        /// Whether it constructs an array of its own, not one for each item of the context.
        boolean constructs() {
            return switch (expression) {
                case ArrayConstructor array -> array.constructs();
                case Refined refined -> refined.of() instanceof ArrayConstructor array && array.constructs();
                case Block block -> block.expressions().stream()
                        .anyMatch(part -> part instanceof Path path && path.steps().getFirst().constructs());
                default -> false;
            };
        }

        Step with(Expression other) {
            return new Step(other, stages, focus, index, ancestors, carries);
        }

        Step withStages(List<Stage> others) {
            return new Step(expression, List.copyOf(others), focus, index, ancestors, carries);
        }

        Step withStage(Stage stage) {
            var all = new ArrayList<>(stages);
            all.add(stage);
            return withStages(all);
        }

        Step withFocus(String name) {
            return new Step(expression, stages, name, index, ancestors, carries);
        }

        Step withIndex(String name) {
            return new Step(expression, stages, focus, name, ancestors, carries);
        }

        Step withAncestor(String label) {
            var all = new ArrayList<>(ancestors);
            all.add(label);
            return new Step(expression, stages, focus, index, List.copyOf(all), carries);
        }

        Step carrying() {
            return new Step(expression, stages, focus, index, ancestors, true);
        }
    }

    /// What happens to the results of a step, in the order written.
    sealed interface Stage {

        record Filter(Expression predicate) implements Stage {}

        /// `#$name` behind a predicate.
        record Index(String name) implements Stage {}
    }

    record Term(Expression expression, boolean descending) {}

    record Pair(Expression key, Expression value) {}

    /// The pairs of an object constructor or of a grouping.
    record Group(List<Pair> pairs, int position) {}
}
