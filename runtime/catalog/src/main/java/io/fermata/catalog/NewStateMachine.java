// SPDX-License-Identifier: Apache-2.0
package io.fermata.catalog;

import io.fermata.language.MachineType;
import java.util.Map;

/// What CreateStateMachine asks for. `logging` and `tracing` are JSON texts in one fixed form, because a repeated request is compared by text.
public record NewStateMachine(String name, MachineType type, String definition, String roleArn, String logging,
        String tracing, Map<String, String> tags) {

    public NewStateMachine {
        tags = Map.copyOf(tags);
    }
}
