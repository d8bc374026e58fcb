// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api.aws.actions;

import static io.fermata.web.api.aws.actions.TestState.invalid;

import io.fermata.engine.StateType;
import io.fermata.engine.TaskOutcome;
import io.fermata.language.State;
import io.fermata.node.TestRuns;
import io.fermata.node.TestRuns.Validation;
import io.fermata.web.api.aws.Params;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The member `mock` of TestState: what the state's work is said to have come to.
///
/// @param result a JSON text; null when an error is given
/// @param error the error; null when a result is given
/// @param validation how the result is held against the model of the resource's API
record TestMock(@Nullable String result, @Nullable ErrorOutput error, Validation validation) {

    record ErrorOutput(@Nullable String error, @Nullable String cause) {}

    static Optional<TestMock> read(Params params) {
        return params.structure("mock").map(mock -> {
            var result = mock.optional("result");
            var error = mock.structure("errorOutput").map(output -> new ErrorOutput(
                    output.optional("error").orElse(null), output.optional("cause").orElse(null)));
            var mode = mock.optional("fieldValidationMode");
            return new TestMock(result.orElse(null), error.orElse(null), Arrays.stream(Validation.values())
                    .filter(one -> one.name().equals(mode.orElse(""))).findFirst().orElse(Validation.STRICT));
        });
    }

    void checkFields() {
        if (result == null == (error == null)) {
            throw invalid("A test mock should have only one of the following fields: [result, errorOutput].");
        }
    }

    /// Refuses a state whose work is nothing that could be mocked.
    void accepts(State state) {
        switch (state) {
            case State.Task _,State.Parallel _,State.Map _ -> {
            }
            case State.Pass _,State.Choice _,State.Wait _,State.Succeed _,State.Fail _ ->
                throw invalid(
                        "State type '" + StateType.of(state).text() + "' is not supported when a mock is specified");
        }
    }

    /// How many iterations of a Map the result stands for; empty when it does not tell.
    Optional<Integer> iterations() {
        return Optional.ofNullable(result).flatMap(Payloads::value).filter(JsonNode::isArray).map(JsonNode::size);
    }

    /// What the state's work comes to.
    TaskOutcome outcome(State state, TestRuns tests) {
        if (error != null) {
            return new TaskOutcome.Failed(error.error(), error.cause());
        }
        var value = Payloads.value(String.valueOf(result))
                .orElseThrow(() -> invalid("Mocked result must be valid JSON"));
        tests.unlike(state, value, validation).ifPresent(problem -> {
            throw invalid(problem);
        });
        return new TaskOutcome.Answered(value);
    }
}
