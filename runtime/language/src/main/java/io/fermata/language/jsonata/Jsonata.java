// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonata;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A compiled expression in the dialect of state machines. Immutable; any number of threads may evaluate it at once.
public final class Jsonata {

    /// The longest text of an expression in characters.
    public static final int MAX_LENGTH = 32_768;

    private final String text;
    private final Parser.Parsed compiled;
    private final Dialect dialect;

    private Jsonata(String text, Parser.Parsed compiled, Dialect dialect) {
        this.text = text;
        this.compiled = compiled;
        this.dialect = dialect;
    }

    /// @throws JsonataException when the text is no expression, longer than [#MAX_LENGTH], or nested too deeply
    public static Jsonata compile(String text) {
        return compile(text, Dialect.AWS);
    }

    static Jsonata compile(String text, Dialect dialect) {
        if (text.length() > MAX_LENGTH) {
            throw new JsonataException(null, "The expression is too long: {0} characters of at most {1}",
                    List.of(Integer.toString(text.length()), Integer.toString(MAX_LENGTH)), -1, null);
        }
        return new Jsonata(text, Parser.parse(text), dialect);
    }

    /// Evaluates the expression.
    ///
    /// @param input what `$` and `$$` are at the top; null for nothing, as in a state machine
    /// @param variables by their names without the dollar sign
    /// @throws JsonataException when the evaluation fails or goes past a bound
    public Outcome evaluate(@Nullable JsonNode input, Map<String, JsonNode> variables, Surroundings surroundings) {
        return new Evaluator(surroundings, dialect).run(compiled, input, variables);
    }

    /// The text that was compiled.
    public String text() {
        return text;
    }

    /// What the expression reads of its surroundings.
    public References references() {
        return ReferenceSearch.of(compiled.expression(), dialect.functions().keySet());
    }
}
