// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.testing;

import io.fermata.language.Definition;
import io.fermata.language.Parsed;
import io.fermata.language.State;
import io.fermata.language.asl.Asl;
import tools.jackson.databind.JsonNode;

/// Small definitions for tests.
public final class Examples {

    private Examples() {}

    /// A Choice state with one rule.
    public static State.Choice choice(JsonNode rule) {
        return (State.Choice) definition("""
                {"StartAt":"C","States":{"C":{"Type":"Choice","Choices":[%s],"Default":"No"},
                 "Yes":{"Type":"Succeed"},"No":{"Type":"Succeed"}}}""".formatted(rule)).flow().state("C");
    }

    /// The first state of a machine with one state, whose members are given.
    public static State state(String members) {
        return definition("{\"StartAt\":\"S\",\"States\":{\"S\":{" + members + "}}}").flow().state("S");
    }

    public static Definition definition(String text) {
        return switch (Asl.parse(text)) {
            case Parsed.Valid(var definition, var _) -> definition;
            case Parsed.Invalid(var diagnostics) -> throw new AssertionError("refused: " + diagnostics);
        };
    }
}
