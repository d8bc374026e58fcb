// SPDX-License-Identifier: Apache-2.0
package io.fermata.engine;

import io.fermata.language.Definition;
import io.fermata.language.Flow;
import io.fermata.language.MachineType;
import io.fermata.language.State;
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

    /// What the child executions of a Map Run are: executions of `<machine>/<label>`, which is the Map's processor alone.
    /// This being what an execution of the whole machine of that number and name would be.
    ///
    /// @param stateName a Map state anywhere in the machine
    /// @param express the last part of an Express child's ARN; null for a Standard child
    public ExecutionFacts child(String stateName, String label, @Nullable String express) {
        var machine = stateMachineArn + "/" + label;
        var arn = express == null
                ? machine.replaceFirst(":stateMachine:", ":execution:") + ":" + executionName
                : machine.replaceFirst(":stateMachine:", ":express:") + ":" + executionName + ":" + express;
        return new ExecutionFacts(tenant, executionNo, new Definition(map(stateName).processor(),
                definition.queryLanguage(), null, null, definition.extents()), arn, executionName, machine,
                stateMachineName + "/" + label, roleArn, express == null ? MachineType.STANDARD : MachineType.EXPRESS,
                logging);
    }

    /// A Map state of the machine, however deep inside other states.
    ///
    /// @throws IllegalArgumentException when there is none of that name
    public State.Map map(String stateName) {
        var found = map(definition.flow(), stateName);
        if (found == null) {
            throw new IllegalArgumentException("no Map state named " + stateName);
        }
        return found;
    }

    private static State.@Nullable Map map(Flow flow, String stateName) {
        for (var state : flow.states().values()) {
            var found = switch (state) {
                case State.Map map -> map.name().equals(stateName) ? map : map(map.processor(), stateName);
                case State.Parallel parallel -> parallel.branches().stream().map(branch -> map(branch, stateName))
                        .filter(map -> map != null).findFirst().orElse(null);
                case State.Pass _,State.Task _,State.Choice _,State.Wait _,State.Succeed _,State.Fail _ -> null;
            };
            if (found != null) {
                return found;
            }
        }
        return null;
    }
}
