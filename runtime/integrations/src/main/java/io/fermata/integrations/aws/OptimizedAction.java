// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.aws;

import io.fermata.engine.TaskOutcome;
import io.fermata.engine.TaskOutcome.Answered;
import io.fermata.engine.TaskRequest;
import io.fermata.language.TaskResource;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// One optimized action: an operation of a service, and what Step Functions makes of its request and its answer.
///
/// @param operation in camelCase
/// @param required the parameters without which no attempt begins
record OptimizedAction(SdkDialect dialect, String operation, List<String> required, Form form) {

    /// What is special about an action. As it stands, nothing is.
    interface Form {

        Form PLAIN = new Form() {
        };

        /// What the parameters may hold; by default what the operation's request may.
        default RequestCheck check(OptimizedAction action) {
            return RequestCheck.of(action.dialect.service(), action.operation, action.required);
        }

        /// The parameters as the history shows them.
        default JsonNode shown(TaskResource.Integration resource, JsonNode parameters) {
            return parameters;
        }

        /// The operation's request.
        default ObjectNode request(TaskRequest task, ObjectNode parameters) {
            return parameters;
        }

        /// Whether the result tells of the HTTP exchange.
        default boolean withMetadata() {
            return true;
        }

        /// Whether the result has the members of the operation's answer.
        default boolean answersAsItIs() {
            return true;
        }

        /// The task's outcome.
        ///
        /// @param answer the operation's answer, which may be changed
        default TaskOutcome outcome(TaskRequest task, ObjectNode answer) {
            return new Answered(answer);
        }
    }
}
