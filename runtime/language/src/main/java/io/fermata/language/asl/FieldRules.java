// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.asl;

import io.fermata.language.QueryLanguage;
import io.fermata.language.text.Source;
import java.util.Arrays;
import java.util.Map;

/// Checks the members of one object against a table: unknown names, the other query language's fields, values, and what
/// is missing.
final class FieldRules {

    private final Findings findings;
    private final ValueRules values;

    FieldRules(Findings findings) {
        this.findings = findings;
        this.values = new ValueRules(findings);
    }

    /// Whether the value is an object at all; else nothing of it is checked.
    boolean check(Source object, Map<String, Field> table, QueryLanguage language) {
        if (!object.value().isObject()) {
            findings.schema("Expected value of type [OBJECT]", object);
            return false;
        }
        object.members().forEach((name, value) -> {
            var field = table.get(name);
            if (field == null) {
                findings.schema("Field '" + name + "' is not supported", object, value);
            } else if (field.only() != null && field.only() != language) {
                findings.schema("The QueryLanguage is set to '" + language.text() + "', but field '" + name
                        + "' is only supported for the '" + field.only().text() + "' QueryLanguage", object, value);
            } else {
                values.check(field, value, language);
            }
        });
        var missing = table.values().stream().filter(Field::required).map(Field::name)
                .filter(name -> !object.has(name)).toList();
        if (!missing.isEmpty()) {
            findings.schema("These fields are required: " + missing, object);
        }
        return true;
    }

    /// At most one of the fields may stand in the object.
    ///
    /// @param needed whether one must
    void oneOf(Source object, boolean needed, String... names) {
        var present = Arrays.stream(names).filter(object::has).toList();
        var list = String.join(", ", names);
        if (present.size() > 1) {
            findings.schema("There should only be one of the following fields: [" + list + "]", object);
        } else if (needed && present.isEmpty()) {
            findings.schema("This object should have only one of the following fields: [" + list + "]", object);
        }
    }
}
