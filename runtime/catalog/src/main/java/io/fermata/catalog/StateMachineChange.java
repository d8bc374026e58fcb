// SPDX-License-Identifier: Apache-2.0
package io.fermata.catalog;

import java.util.Optional;

/// What UpdateStateMachine asks for. What is empty stays as it is.
public record StateMachineChange(Optional<String> definition, Optional<String> roleArn, Optional<String> logging,
        Optional<String> tracing) {

    /// Whether nothing is asked for.
    public boolean isEmpty() {
        return definition.isEmpty() && roleArn.isEmpty() && logging.isEmpty() && tracing.isEmpty();
    }
}
