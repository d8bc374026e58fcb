// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import io.fermata.engine.Execution;
import io.fermata.journal.ExecutionRow;
import io.fermata.journal.JournalTable.Loaded;
import io.fermata.journal.Qualifier;
import io.fermata.journal.StoredValues;
import io.fermata.tenancy.TenantId;
import io.fermata.tenancy.keys.CustomerKey;
import io.fermata.tenancy.keys.KeyRing;
import io.fermata.tenancy.keys.SealingKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An execution in memory. Belongs to one loop and is touched by its thread alone.
final class Resident {

    final TenantId tenant;
    final long executionNo;
    final Execution execution;
    final @Nullable Long parentNo;
    final @Nullable Long parentEvent;

    /// The version and alias it was started by; set before anything else sees it.
    Qualifier qualifier = Qualifier.NONE;
    /// The machine of the whole definition and its revision; set before anything else sees it.
    long stateMachineId;
    long revisionId;
    /// The customer's key that seals it; null for the tenant's own keys.
    @Nullable
    CustomerKey key;
    /// What seals the step under way; null between steps, and under the tenant's own keys.
    @Nullable
    SealingKey sealing;
    /// The Map Run whose child it is, whose item then stands in for the parent's event; 0 for none.
    long mapRunNo;
    /// Which large values the journal holds, or will once the steps on their way are durable.
    StoredValues values = new StoredValues();
    /// Steps recorded so far, durable or on their way.
    int steps;
    /// Whether the row still says that the execution is not in memory; the next commit corrects it.
    boolean asleepInDatabase;
    /// Appends that are not durable yet.
    int inFlight;
    /// Whether a turn of it is being computed elsewhere. Until that is over its state is not this loop's.
    boolean computing;
    /// What came for it meanwhile.
    final List<Delivery> held = new ArrayList<>();
    Instant touchedAt;
    boolean leaving;

    Resident(TenantId tenant, long executionNo, Execution execution, @Nullable Long parentNo,
            @Nullable Long parentEvent, Instant touchedAt) {
        this.tenant = tenant;
        this.executionNo = executionNo;
        this.execution = execution;
        this.parentNo = parentNo;
        this.parentEvent = parentEvent;
        this.touchedAt = touchedAt;
    }

    /// Says what it is an execution of.
    ///
    /// @param machine id of the machine, or the number of a Map Run, negative
    Resident of(long machine, long revision, Storage storage) {
        mapRunNo = machine < 0 ? -machine : 0;
        stateMachineId = machine < 0 ? storage.maps().known(tenant, mapRunNo).stateMachineId() : machine;
        revisionId = revision;
        key = storage.machines().key(tenant, stateMachineId, revision);
        return this;
    }

    /// Takes the data key that seals the next step, before anything of it is done.
    ///
    /// @throws io.fermata.tenancy.keys.KeyAbsentException when it is not in memory
    void prepare(KeyRing keys) {
        if (key != null) {
            sealing = keys.sealer(tenant, key);
        }
    }

    /// The same for who may wait for KMS.
    ///
    /// @throws io.fermata.tenancy.keys.KmsRefusedException when KMS refuses the customer's key
    void prepareWhenThere(KeyRing keys) {
        if (key != null) {
            sealing = keys.sealerWhenThere(tenant, key);
        }
    }

    static Resident loaded(ExecutionRow row, Execution execution, Loaded journal, Instant now) {
        var resident = new Resident(row.tenant(), row.executionNo(), execution, row.parentNo(), row.parentEvent(), now);
        resident.qualifier = row.qualifier();
        resident.steps = journal.steps();
        resident.values = journal.values();
        resident.asleepInDatabase = true;
        return resident;
    }
}
