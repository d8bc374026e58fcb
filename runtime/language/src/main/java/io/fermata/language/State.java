// SPDX-License-Identifier: Apache-2.0
package io.fermata.language;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One state of a flow, as parsed: the eight types of the language. Immutable; holds no execution data.
public sealed interface State {

    /// The key under `States`, at most 80 characters, unique in the whole machine.
    String name();

    /// The author's comment.
    @Nullable
    String comment();

    /// How input becomes arguments and a result becomes output.
    InputOutput io();

    /// Where control goes after this state; null when the state ends its flow. A Choice answers its `Default`.
    @Nullable
    String next();

    /// Retry rules in order; empty for types without `Retry`.
    default List<Retrier> retry() {
        return List.of();
    }

    /// Catch rules in order; empty for types without `Catch`.
    default List<Catcher> catchers() {
        return List.of();
    }

    /// The flows inside it: the branches of a Parallel, the processor of a Map; empty for other types.
    default List<Flow> inner() {
        return switch (this) {
            case Parallel parallel -> parallel.branches();
            case Map map -> List.of(map.processor());
            case Pass _,Task _,Choice _,Wait _,Succeed _,Fail _ -> List.of();
        };
    }

    /// Hands on its input or a fixed `Result`.
    ///
    /// @param result the literal `Result`, never a template; null when absent
    record Pass(String name, @Nullable String comment, InputOutput io, @Nullable String next,
            tools.jackson.databind.@Nullable JsonNode result) implements State {}

    /// Calls something outside.
    ///
    /// @param timeoutSeconds gives seconds of one attempt, 1 to 99,999,999; null when absent
    /// @param heartbeatSeconds gives seconds between heartbeats, smaller than the timeout; null when absent
    /// @param credentials template of `Credentials`; null when absent
    record Task(String name, @Nullable String comment, InputOutput io, @Nullable String next, TaskResource resource,
            @Nullable Expression timeoutSeconds, @Nullable Expression heartbeatSeconds,
            @Nullable Expression credentials,
            List<Retrier> retry, List<Catcher> catchers) implements State {

        public Task {
            retry = List.copyOf(retry);
            catchers = List.copyOf(catchers);
        }
    }

    /// Goes where the first true rule points, else to `Default`.
    ///
    /// @param next the `Default`; null when absent
    record Choice(String name, @Nullable String comment, InputOutput io, @Nullable String next,
            List<ChoiceRule> rules) implements State {

        public Choice {
            rules = List.copyOf(rules);
        }
    }

    /// Waits for a time.
    record Wait(String name, @Nullable String comment, InputOutput io, @Nullable String next,
            WaitUntil until) implements State {}

    /// Ends its flow well.
    record Succeed(String name, @Nullable String comment, InputOutput io) implements State {

        @Override
        public @Nullable String next() {
            return null;
        }
    }

    /// Ends its flow with an error.
    ///
    /// @param error gives the error name; null when absent
    /// @param cause gives the cause text; null when absent
    record Fail(String name, @Nullable String comment, InputOutput io, @Nullable Expression error,
            @Nullable Expression cause) implements State {

        @Override
        public @Nullable String next() {
            return null;
        }
    }

    /// Runs branches side by side on the same input; its result is the array of their outputs.
    record Parallel(String name, @Nullable String comment, InputOutput io, @Nullable String next, List<Flow> branches,
            List<Retrier> retry, List<Catcher> catchers) implements State {

        public Parallel {
            branches = List.copyOf(branches);
            retry = List.copyOf(retry);
            catchers = List.copyOf(catchers);
        }
    }

    /// Runs one flow for each item of an array; its result is the array of the iterations' outputs.
    ///
    /// @param items gives the array, evaluated on the effective input
    /// @param itemSelector template of one iteration's input; null means the item itself
    /// @param maxConcurrency gives the greatest number of iterations at a time, 0 meaning no limit of the author's; null
    /// when absent
    /// @param distribution how the iterations are spread over executions of their own; null when they run inline
    record Map(String name, @Nullable String comment, InputOutput io, @Nullable String next, Flow processor,
            Expression items, @Nullable Expression itemSelector, @Nullable Expression maxConcurrency,
            Tolerance tolerance, @Nullable Distribution distribution, List<Retrier> retry,
            List<Catcher> catchers) implements State {

        public Map {
            retry = List.copyOf(retry);
            catchers = List.copyOf(catchers);
        }
    }
}
