// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import io.fermata.engine.ExecutionFacts;
import io.fermata.engine.Limits;
import io.fermata.journal.Qualifier;
import io.fermata.language.MachineType;
import io.fermata.tenancy.TenantId;
import io.fermata.tenancy.keys.CustomerKey;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a node must know of stored definitions. Implemented over the catalog; any thread; answers are cached.
public interface Machines {

    /// The type of the machine that has that revision.
    MachineType type(TenantId tenant, long stateMachineId, long revisionId);

    /// What is fixed about an Express execution.
    ///
    /// @param number of {@link ExpressRuns#number()}
    /// @param runId the last part of its ARN
    ExecutionFacts expressFacts(TenantId tenant, long number, long stateMachineId, long revisionId,
            String executionName, String runId);

    /// What is fixed about an execution that has a journal.
    ///
    /// @throws IllegalArgumentException if the machine is of type EXPRESS
    /// @throws io.fermata.tenancy.keys.KeyAbsentException if a customer's key seals the definition and is not in memory
    ExecutionFacts facts(TenantId tenant, long executionNo, long stateMachineId, long revisionId, String executionName);

    /// The limits under which an execution of the tenant starts now.
    Limits limits(TenantId tenant);

    /// What the ARN of a machine, version or alias names, if it is the tenant's and may start executions. An alias chooses anew
    /// each time.
    Optional<StartTarget> find(TenantId tenant, String stateMachineArn);

    /// Whether a machine was deleted, though executions of it are kept or even run.
    boolean deleted(TenantId tenant, long stateMachineId);

    /// The activity that an ARN names.
    Optional<OwnActivity> activity(TenantId tenant, String activityArn);

    /// The customer's key that seals the executions of a revision; null for the tenant's own keys.
    default @Nullable CustomerKey key(TenantId tenant, long stateMachineId, long revisionId) {
        return null;
    }

    /// What an execution that has a journal is called. Needs no key.
    default ExecutionNames names(TenantId tenant, long stateMachineId, long revisionId, String executionName) {
        var facts = facts(tenant, 0, stateMachineId, revisionId, executionName);
        return new ExecutionNames(facts.executionArn(), executionName, facts.stateMachineArn());
    }

    /// An activity.
    ///
    /// @param key the customer's key that seals the inputs of its tasks; null for the tenant's own keys
    record OwnActivity(long id, @Nullable CustomerKey key) {}

    /// What an execution is started on.
    record StartTarget(long stateMachineId, long revisionId, Qualifier qualifier) {}
}
