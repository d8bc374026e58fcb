// SPDX-License-Identifier: Apache-2.0
package io.fermata.language;

/// What a Task state calls, read from its `Resource`.
public sealed interface TaskResource {

    /// The ARN as written.
    String arn();

    /// A Lambda function called by its bare ARN: the effective input is the whole payload.
    record Function(String arn) implements TaskResource {}

    /// An activity whose work is fetched by pollers.
    record Activity(String arn) implements TaskResource {}

    /// A service integration.
    ///
    /// @param service the service part as histories show it, for instance `lambda`, `aws-sdk:dynamodb`, `fermata`
    /// @param action the action without its suffix, for instance `invoke`
    /// @param pattern how the result arrives
    record Integration(String arn, String service, String action, Pattern pattern) implements TaskResource {

        /// The action with its suffix, as histories show it: `startExecution.sync:2`.
        public String actionWithSuffix() {
            return action + pattern.suffix();
        }
    }

    /// How the result of an integration arrives.
    enum Pattern {

        REQUEST_RESPONSE(""),
        SYNC(".sync"),
        SYNC_2(".sync:2"),
        CALLBACK(".waitForTaskToken");

        private final String suffix;

        Pattern(String suffix) {
            this.suffix = suffix;
        }

        /// The ending of the resource ARN.
        public String suffix() {
            return suffix;
        }
    }
}
