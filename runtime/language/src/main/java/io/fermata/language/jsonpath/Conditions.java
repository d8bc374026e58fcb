// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonpath;

import io.fermata.language.Condition;
import io.fermata.language.Scope;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// The conditions that combine others.
public final class Conditions {

    private Conditions() {}

    /// `And`: stops at the first that does not hold.
    public record And(List<Condition> parts) implements Condition {

        public And {
            parts = List.copyOf(parts);
        }

        @Override
        public boolean test(Scope scope) {
            return parts.stream().allMatch(part -> part.test(scope));
        }

        @Override
        public String summary() {
            return joined(parts, " and ");
        }

        @Override
        public Set<String> variables() {
            return Conditions.variables(parts);
        }
    }

    /// `Or`: stops at the first that holds.
    public record Or(List<Condition> parts) implements Condition {

        public Or {
            parts = List.copyOf(parts);
        }

        @Override
        public boolean test(Scope scope) {
            return parts.stream().anyMatch(part -> part.test(scope));
        }

        @Override
        public String summary() {
            return joined(parts, " or ");
        }

        @Override
        public Set<String> variables() {
            return Conditions.variables(parts);
        }
    }

    /// `Not`.
    public record Not(Condition part) implements Condition {

        @Override
        public boolean test(Scope scope) {
            return !part.test(scope);
        }

        @Override
        public String summary() {
            return "not " + grouped(part);
        }

        @Override
        public Set<String> variables() {
            return part.variables();
        }
    }

    private static Set<String> variables(List<Condition> parts) {
        return parts.stream().flatMap(part -> part.variables().stream()).collect(Collectors.toSet());
    }

    private static String joined(List<Condition> parts, String word) {
        return parts.stream().map(Conditions::grouped).collect(Collectors.joining(word));
    }

    private static String grouped(Condition part) {
        return part instanceof And || part instanceof Or ? "(" + part.summary() + ")" : part.summary();
    }
}
