// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonata;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// What an expression reads of its surroundings, as far as its text tells: for whoever checks a definition. Everything is
/// distinct and in the order of the text. Immutable.
///
/// @param variables uses of variables that the expression does not bind itself and that are no functions of the library
/// @param names members of the context that a path at the top begins with
/// @param context whether `$`, `*` or `**` stands at the top
/// @param root whether `$$` stands anywhere
/// @param calls names of the functions called that the expression does not bind itself
public record References(List<Use> variables, List<String> names, boolean context, boolean root, List<String> calls) {

    /// A variable and the members read from it: `$states.result.a` is `states` with `result` and `a`.
    public record Use(String variable, List<String> members) {}

    public References {
        variables = List.copyOf(variables);
        names = List.copyOf(names);
        calls = List.copyOf(calls);
    }

    /// The first members read from a variable. One that is read whole contributes none.
    public Set<String> firstMembers(String variable) {
        var members = new LinkedHashSet<String>();
        for (var use : variables) {
            if (use.variable().equals(variable) && !use.members().isEmpty()) {
                members.add(use.members().getFirst());
            }
        }
        return members;
    }
}
