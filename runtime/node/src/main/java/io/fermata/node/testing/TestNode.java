// SPDX-License-Identifier: Apache-2.0
package io.fermata.node.testing;

import io.fermata.engine.EventNames;
import io.fermata.engine.ExecutionFacts;
import io.fermata.engine.HistoryEvent;
import io.fermata.engine.Limits;
import io.fermata.engine.Logging;
import io.fermata.journal.ExecutionRow;
import io.fermata.journal.Qualifier;
import io.fermata.language.asl.Asl;
import io.fermata.language.Definition;
import io.fermata.language.Json;
import io.fermata.language.MachineType;
import io.fermata.language.Parsed;
import io.fermata.node.ActivityWorkers;
import io.fermata.node.Assembly;
import io.fermata.node.ExecutionReads;
import io.fermata.node.Executions;
import io.fermata.node.Integrated;
import io.fermata.node.Machines;
import io.fermata.node.NodeSettings;
import io.fermata.node.StartAnswer;
import io.fermata.node.StartRequest;
import io.fermata.tenancy.TenantId;
import io.fermata.tenancy.keys.CustomerKey;
import io.fermata.tenancy.keys.KeyRing;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A node on a test database whose machines are texts and whose tasks are scripted. The clock is the machine's: what a
/// test waits for it waits for by condition.
public final class TestNode implements AutoCloseable {

    /// The id of the one activity, whatever its name.
    public static final long ACTIVITY = 77;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final TenantId tenant;
    private final TenantId otherTenant;
    private final ScriptedTasks tasks = new ScriptedTasks();
    private final TextMachines machines = new TextMachines();
    private final MemoryObjects objects = new MemoryObjects();
    private final Assembly assembly;

    /// @param keys with keys for both tenants
    public TestNode(DataSource database, KeyRing keys, TenantId tenant, TenantId otherTenant, String id,
            Duration lease) {
        this(database, keys, tenant, otherTenant, new NodeSettings(id, lease, 2, "test"), InstantSource.system());
    }

    /// A node on another clock.
    public TestNode(DataSource database, KeyRing keys, TenantId tenant, TenantId otherTenant, NodeSettings settings,
            InstantSource clock) {
        this.tenant = tenant;
        this.otherTenant = otherTenant;
        this.assembly = new Assembly(settings, database, keys, machines, new Integrated(List.of(tasks), objects),
                clock);
        assembly.start();
    }

    /// A state machine of the test.
    public record Machine(long id, String arn, Definition definition, MachineType type) {}

    /// Sets the limits under which executions of any tenant start from now on; AWS's at first.
    public void startUnder(Limits limits) {
        machines.limits = limits;
    }

    /// Has a customer's key seal what all machines and the activity have; null, as at first, for the tenant's own keys.
    public void sealUnder(@Nullable CustomerKey key) {
        machines.key = key;
    }

    /// A Standard machine with that definition.
    public Machine machine(String definition) {
        return machine(definition, MachineType.STANDARD);
    }

    /// A machine with that definition.
    public Machine machine(String definition, MachineType type) {
        return switch (Asl.parse(definition, type)) {
            case Parsed.Valid(var parsed, _) -> machines.add(parsed, type);
            case Parsed.Invalid(var diagnostics) -> throw new IllegalArgumentException(diagnostics.toString());
        };
    }

    /// Starts an execution under a generated name.
    public StartAnswer.Started start(Machine machine, String input) {
        return (StartAnswer.Started) executions().start(request(machine, null, input));
    }

    /// A wish to start an execution.
    public StartRequest request(Machine machine, @Nullable String name, String input) {
        return new StartRequest(tenant, machine.id, machine.id, name, Json.parse(input), "test");
    }

    /// Waits until an execution has ended.
    public ExecutionRow awaitEnd(long executionNo) {
        await("the end of " + executionNo, () -> row(executionNo).status().closed());
        return row(executionNo);
    }

    /// Waits until an execution's history has an event of that type.
    public void awaitEvent(long executionNo, String type) {
        await(type, () -> eventTypes(executionNo).contains(type));
    }

    /// Waits until something is so.
    public static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not within " + PATIENCE + ": " + what);
            }
            LockSupport.parkNanos(Duration.of(10, ChronoUnit.MILLIS).toNanos());
        }
    }

    /// The row of an execution.
    public ExecutionRow row(long executionNo) {
        return reads().find(tenant, executionNo).orElseThrow();
    }

    /// What an execution has put out that succeeded.
    public JsonNode output(ExecutionRow row) {
        return ((HistoryEvent.ExecutionSucceeded) reads().end(row).orElseThrow()).output();
    }

    /// The types of the events of an execution, in order.
    public List<String> eventTypes(long executionNo) {
        return reads().events(tenant, executionNo, 1, 1000).stream()
                .map(recorded -> EventNames.of((HistoryEvent) recorded.entry())).toList();
    }

    public TenantId tenant() {
        return tenant;
    }

    public TenantId otherTenant() {
        return otherTenant;
    }

    public ScriptedTasks tasks() {
        return tasks;
    }

    /// What distributed Maps read and write.
    public MemoryObjects objects() {
        return objects;
    }

    public Executions executions() {
        return assembly.executions();
    }

    /// What is known of executions.
    public ExecutionReads reads() {
        return executions().reads();
    }

    /// The machines that the test has made.
    public Machines machines() {
        return machines;
    }

    public ActivityWorkers workers() {
        return assembly.workers();
    }

    public Assembly assembly() {
        return assembly;
    }

    @Override
    public void close() {
        assembly.close();
    }

    private static final class TextMachines implements Machines {

        private static final String ACCOUNT = "arn:aws:states:us-east-1:123456789012:";

        private final Map<Long, Machine> machines = new ConcurrentHashMap<>();
        private final AtomicLong ids = new AtomicLong();
        private volatile Limits limits = Limits.AWS;
        private volatile @Nullable CustomerKey key;

        Machine add(Definition definition, MachineType type) {
            long id = ids.incrementAndGet();
            var machine = new Machine(id, ACCOUNT + "stateMachine:m" + id, definition, type);
            machines.put(id, machine);
            return machine;
        }

        @Override
        public MachineType type(TenantId tenant, long stateMachineId, long revisionId) {
            return Optional.ofNullable(machines.get(stateMachineId)).orElseThrow().type;
        }

        @Override
        public ExecutionFacts expressFacts(TenantId tenant, long number, long stateMachineId, long revisionId,
                String executionName, String runId) {
            var machine = Optional.ofNullable(machines.get(stateMachineId)).orElseThrow();
            return new ExecutionFacts(tenant.value(), number, machine.definition,
                    ACCOUNT + "express:m" + stateMachineId + ":" + executionName + ":" + runId, executionName,
                    machine.arn, "m" + stateMachineId, "arn:aws:iam::123456789012:role/test", machine.type,
                    Logging.OFF);
        }

        @Override
        public ExecutionFacts facts(TenantId tenant, long executionNo, long stateMachineId, long revisionId,
                String executionName) {
            var machine = Optional.ofNullable(machines.get(stateMachineId)).orElseThrow();
            return new ExecutionFacts(tenant.value(), executionNo, machine.definition,
                    ACCOUNT + "execution:m" + stateMachineId + ":" + executionName, executionName, machine.arn,
                    "m" + stateMachineId, "arn:aws:iam::123456789012:role/test");
        }

        @Override
        public Limits limits(TenantId tenant) {
            return limits;
        }

        @Override
        public Optional<StartTarget> find(TenantId tenant, String stateMachineArn) {
            return machines.values().stream().filter(machine -> machine.arn.equals(stateMachineArn)).findFirst()
                    .map(machine -> new StartTarget(machine.id, machine.id, Qualifier.NONE));
        }

        @Override
        public @Nullable CustomerKey key(TenantId tenant, long stateMachineId, long revisionId) {
            return key;
        }

        @Override
        public boolean deleted(TenantId tenant, long stateMachineId) {
            return false;
        }

        @Override
        public Optional<OwnActivity> activity(TenantId tenant, String activityArn) {
            return Optional.of(new OwnActivity(ACTIVITY, key));
        }
    }
}
