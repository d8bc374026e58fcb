// SPDX-License-Identifier: Apache-2.0
package io.fermata.engine;

import io.fermata.engine.RetryOrCatch.Failure;
import io.fermata.language.EvaluationException;
import io.fermata.language.Expression;
import io.fermata.language.Scope;
import io.fermata.language.State;
import org.jspecify.annotations.Nullable;

/// What a Fail state decides.
final class RunFail {

    private RunFail() {}

    static void run(Turn turn, Frame frame, State.Fail state) {
        var scope = turn.scope(frame);
        var error = text(state.error(), scope, "ErrorPath");
        var cause = text(state.cause(), scope, "CausePath");
        RetryOrCatch.decide(turn, frame, Failure.of(error, cause));
    }

    private static @Nullable String text(@Nullable Expression field, Scope scope, String fieldName) {
        if (field == null) {
            return null;
        }
        var value = field.evaluate(scope);
        if (!value.isString()) {
            throw new EvaluationException("States.Runtime",
                    "The " + fieldName + " parameter does not reference a string: "
                            + field.text() + " == " + value);
        }
        return value.stringValue();
    }
}
