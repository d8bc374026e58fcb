// SPDX-License-Identifier: Apache-2.0
package io.fermata.engine;

import io.fermata.language.Definition;
import io.fermata.language.MachineType;
import org.jspecify.annotations.Nullable;

/// What is fixed about an execution from its start, beside its history: the definition it runs and the names that its
/// context object shows. Immutable.
///
/// @param tenant id of the tenant that owns it
/// @param executionNo the execution's number in the journal; negative for one that has no journal
/// @param type the type of the state machine, which decides limits and the context object
/// @param logging what of it is logged, and where to
public record ExecutionFacts(long tenant, long executionNo, Definition definition, String executionArn,
        String executionName, String stateMachineArn, String stateMachineName, String roleArn, MachineType type,
        Logging logging) {

    /// The longest that an Express execution may run, in seconds.
    public static final long EXPRESS_SECONDS = 300;

    /// A Standard execution of which nothing is logged.
    public ExecutionFacts(long tenant, long executionNo, Definition definition, String executionArn,
            String executionName, String stateMachineArn, String stateMachineName, String roleArn) {
        this(tenant, executionNo, definition, executionArn, executionName, stateMachineArn, stateMachineName, roleArn,
                MachineType.STANDARD, Logging.OFF);
    }

    /// The budget of the whole execution in seconds; null when it has none.
    @Nullable
    Long timeoutSeconds() {
        var given = definition.timeoutSeconds();
        return switch (type) {
            case STANDARD -> given;
            case EXPRESS -> given == null ? EXPRESS_SECONDS : Math.min(given, EXPRESS_SECONDS);
        };
    }
}
