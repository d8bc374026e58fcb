// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonata;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A function as a value. Immutable.
abstract sealed class Function extends Internal {

    /// How many parameters it has: higher-order functions pass no more arguments than that.
    abstract int arity();

    /// A function of the library.
    static final class Builtin extends Function {

        /// What it does; the arguments are already checked against the signature.
        @FunctionalInterface
        interface Body {

            JsonNode apply(Arguments arguments);
        }

        final String name;
        final Signature signature;
        private final int arity;
        private final boolean nothingForNothing;
        private final Body body;

        private Builtin(String name, Signature signature, int arity, boolean nothingForNothing, Body body) {
            this.name = name;
            this.signature = signature;
            this.arity = arity;
            this.nothingForNothing = nothingForNothing;
            this.body = body;
        }

        /// The common kind: without its first argument there is nothing to do, and nothing comes of it.
        static Builtin of(String name, String signature, Body body) {
            var parsed = Signature.parse(signature);
            return new Builtin(name, parsed, parsed.arity(), true, body);
        }

        /// One that decides by itself what an absent first argument means.
        static Builtin total(String name, String signature, Body body) {
            var parsed = Signature.parse(signature);
            return new Builtin(name, parsed, parsed.arity(), false, body);
        }

        /// The same with another number of arguments when it is passed to a higher-order function.
        Builtin taking(int count) {
            return new Builtin(name, signature, count, nothingForNothing, body);
        }

        JsonNode call(Arguments arguments) {
            return nothingForNothing && !arguments.has(0) ? Values.NOTHING : body.apply(arguments);
        }

        @Override
        int arity() {
            return arity;
        }
    }

    /// A function of the expression, with the variables and the context that it was made in.
    static final class Lambda extends Function {

        final Expression.Definition definition;
        final JsonNode context;
        final Frame frame;

        Lambda(Expression.Definition definition, JsonNode context, Frame frame) {
            this.definition = definition;
            this.context = context;
            this.frame = frame;
        }

        @Override
        int arity() {
            return definition.parameters().size();
        }
    }

    /// A function with some arguments given: what `$f(?, 2)` makes. A null stands for each that is still to come.
    static final class Partial extends Function {

        final Function of;
        final List<@Nullable JsonNode> given;
        private final int open;

        Partial(Function of, List<@Nullable JsonNode> given) {
            this.of = of;
            this.given = given;
            var places = 0;
            for (var argument : given) {
                places += argument == null ? 1 : 0;
            }
            this.open = places;
        }

        @Override
        int arity() {
            return open;
        }
    }

    /// Two functions one after the other: what `$f ~> $g` makes.
    static final class Chain extends Function {

        final Function first;
        final Function second;

        Chain(Function first, Function second) {
            this.first = first;
            this.second = second;
        }

        @Override
        int arity() {
            return 1;
        }
    }

    /// A regular expression, which called with a text tells its first match.
    static final class Regex extends Function {

        final RegularExpression expression;

        Regex(RegularExpression expression) {
            this.expression = expression;
        }

        @Override
        int arity() {
            return 1;
        }
    }

    /// The `next` of a match: the search goes on where the last one ended.
    static final class NextMatch extends Function {

        final RegularExpression.Search search;

        NextMatch(RegularExpression.Search search) {
            this.search = search;
        }

        @Override
        int arity() {
            return 0;
        }
    }

    /// What `|pattern|update,delete|` makes.
    static final class Transformer extends Function {

        final Expression.Transform transform;
        final Frame frame;

        Transformer(Expression.Transform transform, Frame frame) {
            this.transform = transform;
            this.frame = frame;
        }

        @Override
        int arity() {
            return 1;
        }
    }
}
