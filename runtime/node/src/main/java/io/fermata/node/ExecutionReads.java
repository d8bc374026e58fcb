// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import io.fermata.engine.Execution;
import io.fermata.engine.ExecutionFacts;
import io.fermata.engine.HistoryEvent;
import io.fermata.engine.Limits;
import io.fermata.engine.Note;
import io.fermata.engine.Recorded;
import io.fermata.journal.ExecutionRow;
import io.fermata.tenancy.TenantId;
import io.fermata.tenancy.keys.KmsRefusedException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/// What is known of executions that is durable: rows, inputs, ends, histories. Blocks its caller for as many
/// statements as are said, and where a customer's key seals what is read for KMS, whose refusals it passes on
/// ({@link KmsRefusedException}); meant for virtual threads. Thread-safe.
public final class ExecutionReads {

    private final Node node;
    private final Storage storage;

    ExecutionReads(Node node, Storage storage) {
        this.node = node;
        this.storage = storage;
    }

    /// The execution with that number.
    public Optional<ExecutionRow> find(TenantId tenant, long executionNo) {
        return storage.executions().find(tenant, executionNo);
    }

    /// The execution of that name.
    public Optional<ExecutionRow> find(TenantId tenant, long stateMachineId, String name) {
        return storage.executions().find(tenant, stateMachineId, name);
    }

    /// The child of a Map Run that is called so, whatever run it belongs to.
    public Optional<ExecutionRow> child(TenantId tenant, String name) {
        return storage.child(tenant, name);
    }

    /// What is fixed about an execution.
    ///
    /// @throws KmsRefusedException when a customer's key seals the definition and KMS refuses it
    public ExecutionFacts facts(ExecutionRow row) {
        return storage.keys().whenThere(() -> storage.facts(row));
    }

    /// What an execution is called. Needs no key.
    public ExecutionNames names(ExecutionRow row) {
        return storage.names(row);
    }

    /// Whether a customer's key seals an execution.
    public boolean sealedByCustomer(ExecutionRow row) {
        return storage.key(row.tenant(), row.stateMachineId(), row.revisionId()) != null;
    }

    /// Asks KMS why an execution did not answer. If KMS gives the key by now, what waits for it goes on at once.
    ///
    /// @throws KmsRefusedException when that is because KMS refuses the customer's key
    public void askForKey(TenantId tenant, long executionNo) {
        storage.sealer(tenant, executionNo);
        storage.journal().outermost(tenant, executionNo);
        node.keys().nudge(tenant);
    }

    /// The events with ids from `from` to `to`, in order.
    public List<Recorded> events(TenantId tenant, long executionNo, long from, long to) {
        return storage.journal().events(tenant, executionNo, from, to);
    }

    /// Shows those events one after the other, until told to end.
    ///
    /// @param goOn takes an event, and says whether it wants the next one
    public void walk(TenantId tenant, long executionNo, long from, long to, boolean newestFirst,
            Predicate<Recorded> goOn) {
        storage.journal().walk(tenant, executionNo, from, to, newestFirst, goOn);
    }

    /// The id of the last durable event of an execution, which grows with each step: what live pages watch.
    public long lastEvent(TenantId tenant, long executionNo) {
        return storage.journal().lastEvent(tenant, executionNo);
    }

    /// All that the journal of an execution holds, notes included, in order. Reads the whole history.
    public List<Recorded> history(ExecutionRow row) {
        return storage.journal().read(row.tenant(), row.executionNo()).entries();
    }

    /// The execution as its journal left it: state, input, output, error. Reads the whole history.
    public Execution read(ExecutionRow row) {
        var execution = new Execution(facts(row));
        storage.journal().loadWhenThere(row.tenant(), row.executionNo(), execution::apply);
        return execution;
    }

    /// The input of an execution. Reads its first step.
    public Optional<JsonNode> input(TenantId tenant, long executionNo) {
        return events(tenant, executionNo, 1, 1).stream()
                .map(recorded -> recorded.entry() instanceof HistoryEvent.ExecutionStarted(var input, _) ? input : null)
                .filter(input -> input != null).findFirst();
    }

    /// The limits that an execution started with. Reads its first step.
    Limits limits(ExecutionRow row) {
        return storage.journal().outermost(row.tenant(), row.executionNo()).stream()
                .map(recorded -> recorded.entry() instanceof Note.LimitsSet(var set) ? set : null)
                .filter(set -> set != null).findFirst().orElse(Limits.AWS);
    }

    /// What an execution began with and what ended it.
    public record Outermost(Optional<JsonNode> input, Optional<HistoryEvent> end) {}

    /// An execution as it is now, with what it began with and what ended it.
    public record Described(ExecutionRow row, Outermost outermost) {}

    /// The execution of that name. Reads nothing of one that this node began or ended within the last seconds; two statements
    /// of any other.
    public Optional<Described> describe(TenantId tenant, long stateMachineId, String name) {
        var recent = storage.commits().recent().find(tenant, stateMachineId, name)
                .filter(known -> node.owns(known.shard(), known.epoch()));
        return recent.isPresent()
                ? recent.map(known -> new Described(known.row(),
                        outermost(known.row(), storage.journal().outermost(known))))
                : find(tenant, stateMachineId, name).map(this::describe);
    }

    /// The same of an execution whose row is known. One statement.
    public Described describe(ExecutionRow row) {
        return new Described(row, outermost(row));
    }

    /// The input of an execution and the event that ended it. One statement.
    public Outermost outermost(ExecutionRow row) {
        return outermost(row, storage.journal().outermost(row.tenant(), row.executionNo()));
    }

    private Outermost outermost(ExecutionRow row, List<Recorded> entries) {
        Optional<JsonNode> input = Optional.empty();
        Optional<HistoryEvent> end = Optional.empty();
        for (var recorded : entries) {
            if (recorded.entry() instanceof HistoryEvent.ExecutionStarted(var given, _)) {
                input = Optional.of(given);
            }
            if (row.status().closed() && recorded.id() == row.lastEvent()
                    && recorded.entry() instanceof HistoryEvent event) {
                end = Optional.of(event);
            }
        }
        return new Outermost(input, row.status().closed() && end.isEmpty() ? end(row) : end);
    }

    /// The event that ended an execution. Reads its last step.
    public Optional<HistoryEvent> end(ExecutionRow row) {
        return row.status().closed()
                ? events(row.tenant(), row.executionNo(), row.lastEvent(), row.lastEvent()).stream()
                        .map(recorded -> (HistoryEvent) recorded.entry()).findFirst()
                : Optional.empty();
    }
}
