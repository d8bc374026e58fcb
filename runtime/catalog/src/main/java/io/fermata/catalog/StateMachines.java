// SPDX-License-Identifier: Apache-2.0
package io.fermata.catalog;

import com.github.benmanes.caffeine.cache.Ticker;
import io.fermata.catalog.StateMachine.Status;
import io.fermata.catalog.StateMachineAnswer.AlreadyExists;
import io.fermata.catalog.StateMachineAnswer.Deleting;
import io.fermata.catalog.StateMachineAnswer.InvalidDefinition;
import io.fermata.catalog.StateMachineAnswer.InvalidName;
import io.fermata.catalog.StateMachineAnswer.InvalidTags;
import io.fermata.catalog.StateMachineAnswer.NotFound;
import io.fermata.catalog.StateMachineAnswer.NothingAsked;
import io.fermata.catalog.StateMachineAnswer.Stored;
import io.fermata.catalog.StateMachineAnswer.TooManyVersions;
import io.fermata.language.Diagnostic;
import io.fermata.language.Parsed;
import io.fermata.tenancy.TenantId;
import io.fermata.tenancy.keys.KeyRing;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/// The state machines of a tenant, by the rules of CreateStateMachine, UpdateStateMachine and DeleteStateMachine. Any thread.
public final class StateMachines {

    private final StateMachineTable table;
    private final KeyRing keys;
    private final SealedDefinitions sealing;
    private final KnownMachines known = new KnownMachines(Ticker.systemTicker());
    private final TransactionOperations transaction;
    private final Tags tags;
    private final Versions versions;
    private final InstantSource clock;

    public StateMachines(JdbcClient jdbc, TransactionOperations transaction, Tags tags, Versions versions,
            KeyRing keys, InstantSource clock) {
        this.keys = keys;
        this.sealing = new SealedDefinitions(keys);
        this.table = new StateMachineTable(jdbc, sealing);
        this.transaction = transaction;
        this.tags = tags;
        this.versions = versions;
        this.clock = clock;
    }

    /// Makes a machine. The same request again finds what the first one made; another role or other tags are no difference then.
    ///
    /// @throws io.fermata.tenancy.keys.KmsRefusedException when KMS refuses the customer's key; nothing is stored then
    public StateMachineAnswer create(TenantId tenant, NewStateMachine asked) {
        if (!Names.isValid(asked.name())) {
            return new InvalidName(asked.name());
        }
        Optional<String> problem = Tags.problem(asked.tags());
        if (problem.isPresent()) {
            return new InvalidTags(problem.get());
        }
        return switch (Acceptance.of(asked.definition(), asked.type())) {
            case Parsed.Invalid invalid -> new InvalidDefinition(invalid.diagnostics());
            case Parsed.Valid valid -> keys.whenThere(
                    () -> table.live(tenant, asked.name()).map(found -> compare(found, asked, valid.diagnostics()))
                            .orElseGet(() -> insert(tenant, asked, valid.diagnostics())));
        };
    }

    /// Changes a machine. A change of anything makes a new revision; running executions keep theirs. The same content again changes nothing.
    ///
    /// @throws io.fermata.tenancy.keys.KmsRefusedException when KMS refuses the customer's key, the old one or the new; nothing is stored then
    public StateMachineAnswer update(TenantId tenant, String name, StateMachineChange change) {
        if (change.isEmpty()) {
            return new NothingAsked();
        }
        // a missing key rolls the transaction back, and KMS is asked outside of it
        var answered = keys.whenThere(() -> Objects.requireNonNull(transaction.execute(status -> {
            var answer = table.lock(tenant, name).map(machine -> change(machine, change)).orElseGet(NotFound::new);
            if (answer instanceof TooManyVersions) {
                status.setRollbackOnly();
            }
            return answer;
        })));
        known.changed(tenant, name);
        return answered;
    }

    /// The live machine of this name, a machine that is being deleted too.
    public Optional<StateMachine> find(TenantId tenant, String name) {
        return table.live(tenant, name);
    }

    /// The live machine of this name as it was at most a second ago, for what is asked often: a change made on this node is
    /// seen at once, another node's within that second. Costs no statement while it is known.
    public Optional<StateMachine> findKnown(TenantId tenant, String name) {
        return known.find(tenant, name, () -> table.live(tenant, name));
    }

    /// All machines of this name, the live one first and then the deleted ones, newest first: for what executions of any of
    /// them are called.
    public List<StateMachine> named(TenantId tenant, String name) {
        return table.named(tenant, name);
    }

    /// A machine by its number, a deleted one too, for the pages of its executions.
    public Optional<StateMachine> byId(TenantId tenant, long id) {
        return table.byId(tenant, id);
    }

    /// The names of at most `size` live machines in whose current definition the text stands.
    public List<String> mentioning(TenantId tenant, String text, int size) {
        return table.mentioning(tenant, text, size);
    }

    /// The definition of a revision. Asks KMS where it is sealed.
    ///
    /// @throws io.fermata.tenancy.keys.KmsRefusedException when KMS refuses the customer's key
    public String definition(Revision revision) {
        return keys.whenThere(() -> sealing.open(revision));
    }

    public Optional<Revision> revision(TenantId tenant, long revisionId) {
        return table.revision(tenant, revisionId);
    }

    /// At most `size` live machines with names after `after`, in the order of code points.
    public Page<StateMachine> list(TenantId tenant, Optional<String> after, int size) {
        return Page.of(table.after(tenant, after.orElse(""), size + 1), size, StateMachine::name);
    }

    /// Begins to delete a machine, with its versions, aliases and tags. False if there is none, which is no error. Whoever runs the
    /// executions calls [#bury] when the last one has ended.
    public boolean delete(TenantId tenant, String name) {
        var found = transaction.execute(_ -> table.markDeleting(tenant, name));
        known.changed(tenant, name);
        return Boolean.TRUE.equals(found);
    }

    /// Turns a machine that is being deleted into a tombstone, which gives its name back. False if it is not being deleted.
    public boolean bury(TenantId tenant, long id) {
        boolean buried = table.bury(tenant, id, clock.instant());
        known.buried(tenant, id);
        return buried;
    }

    /// Some machines of all tenants that are being deleted, oldest first.
    public List<StateMachine> deleting(int size) {
        return table.deleting(size);
    }

    private StateMachineAnswer insert(TenantId tenant, NewStateMachine asked, List<Diagnostic> warnings) {
        try {
            var answer = Objects.requireNonNull(transaction.execute(_ -> {
                long id = table.insert(tenant, asked, clock.instant());
                if (!asked.tags().isEmpty()) {
                    tags.put(tenant, new TagOwner.OfStateMachine(id), asked.tags());
                }
                var machine = table.byId(tenant, id).orElseThrow();
                return asked.publish().map(description -> publish(machine, description, warnings))
                        .orElseGet(() -> new Stored(machine, warnings));
            }));
            known.changed(tenant, asked.name());
            return answer;
        } catch (DuplicateKeyException e) {
            // Another request was faster: its machine decides whether this one is a repetition.
            return table.live(tenant, asked.name()).map(found -> compare(found, asked, warnings)).orElseThrow(() -> e);
        }
    }

    private StateMachineAnswer compare(StateMachine found, NewStateMachine asked, List<Diagnostic> warnings) {
        if (found.status() == Status.DELETING) {
            return new Deleting(found);
        }
        boolean same = sealing.open(found.revision()).equals(asked.definition()) && found.type() == asked.type()
                && found.logging().equals(asked.logging())
                && found.tracing().equals(asked.tracing())
                && found.revision().encryption().equals(asked.encryption())
                && table.publishedAtCreation(found.tenant(), found.id()).equals(asked.publish());
        if (!same) {
            return new AlreadyExists(found);
        }
        // Nothing is published again: the version that the first request made is found, if it is still there.
        return new Stored(found, warnings, asked.publish().flatMap(_ -> versions.first(found.tenant(), found.id())));
    }

    /// Publishes the newest revision within the transaction that stored it.
    private StateMachineAnswer publish(StateMachine machine, String description, List<Diagnostic> warnings) {
        return switch (versions.publish(machine.tenant(), machine.name(), Optional.empty(), description)) {
            case Versions.Published(var version) -> new Stored(machine, warnings, Optional.of(version));
            case Versions.TooMany() -> new TooManyVersions();
            case Versions.OtherRevision _,Versions.NoMachine _ ->
                throw new IllegalStateException("the machine is locked and no revision was asked for");
        };
    }

    private StateMachineAnswer change(StateMachine machine, StateMachineChange change) {
        if (machine.status() == Status.DELETING) {
            return new Deleting(machine);
        }
        Revision old = machine.revision();
        String definition = change.definition().orElseGet(() -> sealing.open(old));
        return switch (Acceptance.of(definition, machine.type())) {
            case Parsed.Invalid invalid -> new InvalidDefinition(invalid.diagnostics());
            case Parsed.Valid valid -> {
                String roleArn = change.roleArn().orElse(old.roleArn());
                String logging = change.logging().orElse(machine.logging());
                String tracing = change.tracing().orElse(machine.tracing());
                Encryption encryption = change.encryption().orElse(old.encryption());
                boolean same = encryption.equals(old.encryption()) && definition.equals(sealing.open(old))
                        && roleArn.equals(old.roleArn())
                        && logging.equals(machine.logging()) && tracing.equals(machine.tracing());
                if (!same) {
                    Instant now = clock.instant();
                    Revision next = new Revision(0, machine.tenant(), machine.id(), machine.type(), old.number() + 1,
                            Optional.of(UUID.randomUUID().toString()), definition, roleArn, logging, tracing, now,
                            encryption, null);
                    table.insertRevision(next);
                    table.point(next);
                }
                var changed = table.byId(machine.tenant(), machine.id()).orElseThrow();
                yield change.publish().map(description -> publish(changed, description, valid.diagnostics()))
                        .orElseGet(() -> new Stored(changed, valid.diagnostics()));
            }
        };
    }
}
