// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.asl;

import io.fermata.language.asl.Field.Sees;
import io.fermata.language.jsonata.Jsonata;
import io.fermata.language.jsonata.JsonataException;
import io.fermata.language.jsonata.References;
import io.fermata.language.text.Source;

/// Checks the JSONata expressions of a field: they parse, and read nothing that is not there (validation.md section 6).
final class JsonataRules {

    private final Findings findings;

    JsonataRules(Findings findings) {
        this.findings = findings;
    }

    /// Checks every expression in a value.
    ///
    /// @return whether the whole value is one expression, of which no more can be said
    boolean check(Source source, Sees sees) {
        var value = source.value();
        if (!value.isString()) {
            source.members().values().forEach(member -> check(member, sees));
            source.items().forEach(item -> check(item, sees));
            return false;
        }
        var text = value.stringValue();
        if (JsonataText.isExpression(text)) {
            expression(JsonataText.between(text), source, sees);
            return true;
        }
        if (JsonataText.isUnbalanced(text)) {
            findings.schema("JSONata string must start with {% and end with %}", source);
            return true;
        }
        return false;
    }

    private void expression(String text, Source source, Sees sees) {
        try {
            references(Jsonata.compile(text).references(), source, sees);
        } catch (JsonataException problem) {
            findings.error("INVALID_JSONATA_EXPRESSION", problem.getMessage(), source);
        }
    }

    private void references(References references, Source source, Sees sees) {
        references.names().forEach(
                name -> unsupported("Reference to '" + name + "' at the top level is not supported.", source));
        if (references.context()) {
            unsupported("Reference to '$' is not supported.", source);
        }
        if (references.root()) {
            unsupported("Reference to '$$' is not supported.", source);
        }
        references.firstMembers("states").stream().filter(member -> !sees.has(member))
                .forEach(member -> unsupported("Field '$states." + member + "' does not exist.", source));
    }

    private void unsupported(String message, Source source) {
        findings.error("UNSUPPORTED_JSONATA_EXPRESSION", message, source);
    }
}
