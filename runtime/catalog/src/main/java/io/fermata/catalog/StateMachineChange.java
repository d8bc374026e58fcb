// SPDX-License-Identifier: Apache-2.0
package io.fermata.catalog;

import java.util.Optional;

/// What UpdateStateMachine asks for. What is empty stays as it is.
///
/// @param encryption what is to seal the new revision and its executions
/// @param publish the description of the version to publish after the change, possibly empty; none to publish nothing
public record StateMachineChange(Optional<String> definition, Optional<String> roleArn, Optional<String> logging,
        Optional<String> tracing, Optional<String> publish, Optional<Encryption> encryption) {

    /// A change that leaves the encryption as it is.
    public StateMachineChange(Optional<String> definition, Optional<String> roleArn, Optional<String> logging,
            Optional<String> tracing, Optional<String> publish) {
        this(definition, roleArn, logging, tracing, publish, Optional.empty());
    }

    /// A change without a version.
    public StateMachineChange(Optional<String> definition, Optional<String> roleArn, Optional<String> logging,
            Optional<String> tracing) {
        this(definition, roleArn, logging, tracing, Optional.empty());
    }

    /// Whether nothing is to be changed; to publish is no change.
    public boolean isEmpty() {
        return definition.isEmpty() && roleArn.isEmpty() && logging.isEmpty() && tracing.isEmpty()
                && encryption.isEmpty();
    }
}
