// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api.aws.actions;

import io.fermata.language.Definition;
import io.fermata.language.VariableReferences;
import tools.jackson.databind.node.ObjectNode;

/// The member `variableReferences`.
final class References {

    private References() {}

    /// Adds the member; AWS leaves it out when no state reads a variable.
    static void show(ObjectNode answer, Definition definition) {
        var references = VariableReferences.of(definition);
        if (references.isEmpty()) {
            return;
        }
        var shown = answer.putObject("variableReferences");
        references.forEach((state, names) -> {
            var list = shown.putArray(state);
            names.forEach(list::add);
        });
    }
}
