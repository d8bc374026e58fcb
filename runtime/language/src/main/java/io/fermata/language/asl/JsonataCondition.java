// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.asl;

import io.fermata.language.Condition;
import io.fermata.language.Expression;
import io.fermata.language.Scope;
import java.util.Set;

/// `Condition` of a JSONata rule.
///
/// @param condition gives a boolean
record JsonataCondition(Expression condition) implements Condition {

    @Override
    public boolean test(Scope scope) {
        return condition.evaluate(scope).booleanValue();
    }

    @Override
    public String summary() {
        var text = condition.text();
        return JsonataText.isExpression(text) ? JsonataText.between(text) : text;
    }

    @Override
    public Set<String> variables() {
        return condition.variables();
    }
}
