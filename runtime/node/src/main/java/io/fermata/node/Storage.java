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
import java.util.Optional;

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

    /// The facts of the whole machine of a Map Run.
    ExecutionFacts facts(MapRunRow run) {
        return machines.facts(run.tenant(), run.executionNo(), run.stateMachineId(), run.revisionId(), "-");
    }

    /// The child of a Map Run that is called so.
    Optional<ExecutionRow> child(TenantId tenant, String name) {
        return MapChildNames.time(name).flatMap(at -> executions.find(tenant, ExecutionNo.first(at, 0),
                ExecutionNo.first(at.plusMillis(1), 0) - 1, name)).filter(row -> row.stateMachineId() < 0);
    }
}
