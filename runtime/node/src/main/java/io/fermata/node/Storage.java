// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import io.fermata.engine.ExecutionFacts;
import io.fermata.journal.ExecutionNo;
import io.fermata.journal.ExecutionRow;
import io.fermata.journal.ExecutionTable;
import io.fermata.journal.GroupCommit;
import io.fermata.journal.Inbox;
import io.fermata.journal.JournalTable;
import io.fermata.journal.MapRunRow;
import io.fermata.journal.StepCodec;
import io.fermata.tenancy.TenantId;
import io.fermata.tenancy.keys.CustomerKey;
import io.fermata.tenancy.keys.KeyRing;
import io.fermata.tenancy.keys.SealingKey;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The durable side of a node, as one argument.
///
/// @param owner the name under which this node owns shards
public record Storage(String owner, GroupCommit commits, StepCodec codec, JournalTable journal,
        ExecutionTable executions, Inbox inbox, Machines machines, MapStore maps) {

    /// What is fixed about an execution. A child of a Map Run has the run's number, negative, in place of a machine's id.
    ExecutionFacts facts(TenantId tenant, long executionNo, long stateMachineId, long revisionId, String name) {
        if (stateMachineId >= 0) {
            return machines.facts(tenant, executionNo, stateMachineId, revisionId, name);
        }
        var run = maps.known(tenant, -stateMachineId);
        return machines.facts(tenant, executionNo, run.stateMachineId(), revisionId, name).child(run.stateName(),
                run.label(), null);
    }

    /// The same of a stored one.
    ExecutionFacts facts(ExecutionRow row) {
        return facts(row.tenant(), row.executionNo(), row.stateMachineId(), row.revisionId(), row.name());
    }

    /// The facts of the whole machine of a Map Run, for who may wait for KMS.
    ///
    /// @throws io.fermata.tenancy.keys.KmsRefusedException when a customer's key seals the definition and KMS refuses it
    ExecutionFacts facts(MapRunRow run) {
        return keys().whenThere(() -> machines.facts(run.tenant(), run.executionNo(), run.stateMachineId(),
                run.revisionId(), "-"));
    }

    /// The ARN of the whole machine of a Map Run. Needs no key.
    String machineArn(MapRunRow run) {
        return machines.names(run.tenant(), run.stateMachineId(), run.revisionId(), "-").stateMachineArn();
    }

    /// The customer's key that seals an execution; null for the tenant's own keys.
    @Nullable
    CustomerKey key(TenantId tenant, long stateMachineId, long revisionId) {
        return machines.key(tenant,
                stateMachineId >= 0 ? stateMachineId : maps.known(tenant, -stateMachineId).stateMachineId(),
                revisionId);
    }

    /// A data key that seals what is for an execution, for who may wait for KMS; null for the tenant's own keys. Costs a look at
    /// the execution's row.
    ///
    /// @throws io.fermata.tenancy.keys.KmsRefusedException when KMS refuses the customer's key
    @Nullable
    SealingKey sealer(TenantId tenant, long executionNo) {
        var key = executions.find(tenant, executionNo)
                .map(row -> key(tenant, row.stateMachineId(), row.revisionId())).orElse(null);
        return key == null ? null : keys().sealerWhenThere(tenant, key);
    }

    /// A data key that seals the data of a Map Run, for who may wait for KMS; null for the tenant's own keys.
    ///
    /// @throws io.fermata.tenancy.keys.KmsRefusedException when KMS refuses the customer's key
    @Nullable
    SealingKey sealer(MapRunRow run) {
        var key = machines.key(run.tenant(), run.stateMachineId(), run.revisionId());
        return key == null ? null : keys().sealerWhenThere(run.tenant(), key);
    }

    KeyRing keys() {
        return codec.keys();
    }

    /// What a stored execution is called. Needs no key.
    ExecutionNames names(ExecutionRow row) {
        if (row.stateMachineId() >= 0) {
            return machines.names(row.tenant(), row.stateMachineId(), row.revisionId(), row.name());
        }
        var run = maps.known(row.tenant(), -row.stateMachineId());
        return machines.names(row.tenant(), run.stateMachineId(), row.revisionId(), row.name()).child(run.label());
    }

    /// The child of a Map Run that is called so.
    Optional<ExecutionRow> child(TenantId tenant, String name) {
        return MapChildNames.time(name).flatMap(at -> executions.find(tenant, ExecutionNo.first(at, 0),
                ExecutionNo.first(at.plusMillis(1), 0) - 1, name)).filter(row -> row.stateMachineId() < 0);
    }
}
