// SPDX-License-Identifier: Apache-2.0
package io.fermata.catalog;

import io.fermata.language.MachineType;
import java.util.Map;
import java.util.Optional;

/// What CreateStateMachine asks for. `logging` and `tracing` are JSON texts in one fixed form, because a repeated request is compared by text.
///
/// @param encryption what is to seal it
/// @param publish the description of the version to publish at once, possibly empty; none to publish nothing
public record NewStateMachine(String name, MachineType type, String definition, String roleArn, String logging,
        String tracing, Map<String, String> tags, Optional<String> publish, Encryption encryption) {

    public NewStateMachine {
        tags = Map.copyOf(tags);
    }

    /// A machine without a key of the customer's own.
    public NewStateMachine(String name, MachineType type, String definition, String roleArn, String logging,
            String tracing, Map<String, String> tags, Optional<String> publish) {
        this(name, type, definition, roleArn, logging, tracing, tags, publish, Encryption.OWNED);
    }

    /// A machine without a version.
    public NewStateMachine(String name, MachineType type, String definition, String roleArn, String logging,
            String tracing, Map<String, String> tags) {
        this(name, type, definition, roleArn, logging, tracing, tags, Optional.empty());
    }
}
