// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonpath;

import io.fermata.language.EvaluationException;
import io.fermata.language.Expression;
import io.fermata.language.Json;
import io.fermata.language.Scope;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;

/// A path in a field whose failure AWS words with the field's name: keys of templates, `ErrorPath`, `CausePath`.
///
/// @param field the name with its suffix, for instance `total.$`
/// @param nullPastEnd whether an index behind the end of an array gives null, as it does in templates
public record FieldPath(String field, JsonPath path, boolean nullPastEnd) implements Expression {

    @Override
    public JsonNode evaluate(Scope scope) {
        return switch (path.find(scope)) {
            case Lookup.Found(var value) -> value;
            case Lookup.Missed(var _, var pastEnd) when pastEnd && nullPastEnd ->
                NullNode.getInstance();
            case Lookup.Missed _ -> throw new EvaluationException("States.Runtime",
                    "The JSONPath '" + path.text() + "' specified for the field '" + field
                            + "' could not be found in the input '" + Json.write(searched(scope)) + "'");
        };
    }

    private JsonNode searched(Scope scope) {
        return path.root() instanceof PathRoot.Context ? scope.context() : scope.input();
    }

    @Override
    public String text() {
        return path.text();
    }

    @Override
    public Set<String> variables() {
        return path.variables();
    }
}
