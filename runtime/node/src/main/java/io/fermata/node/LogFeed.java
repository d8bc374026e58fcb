// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import io.fermata.engine.ExecutionFacts;
import io.fermata.engine.ExecutionStatus;
import io.fermata.engine.HistoryEvent;
import io.fermata.engine.LiveSize;
import io.fermata.engine.LogDelivery;
import io.fermata.engine.LogDelivery.Outcome;
import io.fermata.engine.Logging;
import io.fermata.engine.Recorded;
import io.fermata.journal.ExecutionLogTable;
import io.fermata.journal.ExecutionLogTable.Part;
import io.fermata.language.MachineType;
import io.fermata.tenancy.Arn;
import io.fermata.tenancy.TenantId;
import io.fermata.tenancy.keys.CustomerKey;
import io.fermata.tenancy.keys.KeyRing;
import io.fermata.tenancy.keys.KmsRefusedException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/// Takes what is durable of executions to where their machines log: events of Express executions into this server's own
/// table, all to the destination that the machine names. Never holds anybody up: what finds no room is lost, and counted.
/// Thread-safe.
public final class LogFeed {

    private static final Logger log = LoggerFactory.getLogger(LogFeed.class);
    /// What may wait here, in bytes of JSON text.
    private static final long MOST_BYTES = 32L << 20;
    private static final long EACH_EVENT = 300;
    private static final long TOLD_AGAIN_NANOS = 60_000_000_000L;

    private final ExecutionLogTable table;
    private final KeyRing keys;
    private final Map<String, LogLane> lanes = new ConcurrentHashMap<>();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private volatile long toldAt = System.nanoTime() - TOLD_AGAIN_NANOS;
    private volatile @Nullable LogDelivery delivery;

    LogFeed(ExecutionLogTable table, KeyRing keys) {
        this.keys = keys;
        this.table = table;
    }

    void deliverBy(LogDelivery chosen) {
        this.delivery = chosen;
    }

    /// Whether a destination is there.
    public LogDelivery.Existence look(TenantId tenant, String destination) {
        var outside = delivery;
        return outside == null ? LogDelivery.Existence.UNKNOWN : outside.look(tenant.value(), destination);
    }

    /// What was logged of Express executions.
    public ExecutionLogTable table() {
        return table;
    }

    /// How many events were lost so far: because there was no room for them, or because their destination did not take them.
    public long lostEvents() {
        return lost.get();
    }

    /// Takes the events of a durable step that the machine's level admits, of an execution of which nothing is kept here, or
    /// which no customer's key seals. Quick, and never fails.
    void take(ExecutionFacts facts, List<Recorded> entries, ExecutionStatus status, int redriveCount) {
        take(facts, null, entries, status, redriveCount);
    }

    /// The same of any execution.
    ///
    /// @param key the customer's key that seals the execution; null for the tenant's own
    void take(ExecutionFacts facts, @Nullable CustomerKey key, List<Recorded> entries, ExecutionStatus status,
            int redriveCount) {
        var logging = facts.logging();
        if (logging.level() == Logging.Level.OFF) {
            return;
        }
        var items = new ArrayList<LogLane.Item>();
        for (var recorded : entries) {
            if (recorded.entry() instanceof HistoryEvent event && logging.level().admits(event)) {
                items.add(new LogLane.Item(facts, key, recorded, redriveCount, status, size(event)));
            }
        }
        if (items.isEmpty()) {
            return;
        }
        if (facts.type() == MachineType.EXPRESS) {
            offer("table of " + facts.tenant(), this::store, items);
        }
        var outside = delivery;
        if (outside != null) {
            for (var destination : logging.destinations()) {
                offer(facts.tenant() + " " + facts.stateMachineName() + " " + destination,
                        batch -> send(outside, destination, batch), items);
            }
        }
    }

    private void offer(String lane, LogLane.Carrier carrier, List<LogLane.Item> items) {
        long size = items.stream().mapToLong(LogLane.Item::bytes).sum();
        if (bytes.addAndGet(size) > MOST_BYTES
                || !lanes.computeIfAbsent(lane, name -> new LogLane(name, carrier, this)).add(items, size)) {
            bytes.addAndGet(-size);
            lost(items.size());
        }
    }

    /// Notes that so much waits no more.
    void done(long size) {
        bytes.addAndGet(-size);
    }

    /// Notes that events are lost.
    void lost(int events) {
        lost.addAndGet(events);
        long now = System.nanoTime();
        if (now - toldAt >= TOLD_AGAIN_NANOS) {
            toldAt = now;
            log.warn("Log events of executions were lost, {} so far", lost.get());
        }
    }

    private Outcome store(List<LogLane.Item> batch) {
        var byRun = new LinkedHashMap<String, List<LogLane.Item>>();
        batch.forEach(item -> byRun.computeIfAbsent(item.facts().executionArn(), _ -> new ArrayList<>()).add(item));
        var parts = new ArrayList<Part>();
        for (var items : byRun.values()) {
            try {
                parts.add(part(items));
            } catch (KmsRefusedException refusal) {
                lost(items.size()); // what cannot be sealed is not kept
            }
        }
        if (!parts.isEmpty()) {
            table.write(parts);
        }
        return Outcome.TAKEN;
    }

    private Part part(List<LogLane.Item> items) {
        var key = items.getFirst().key();
        var facts = items.getFirst().facts();
        var last = items.getLast();
        var resource = Arn.parse(facts.executionArn()).map(Arn::resource).orElse("");
        var tenant = new TenantId(facts.tenant());
        return new Part(tenant, key == null ? null : keys.sealerWhenThere(tenant, key), facts.stateMachineName(),
                facts.executionName(),
                resource.substring(resource.lastIndexOf(':') + 1), items.getFirst().recorded().at(),
                last.recorded().at(), last.status(), lines(items).stream().map(LogDelivery.Line::text).toList());
    }

    private static Outcome send(LogDelivery outside, String destination, List<LogLane.Item> batch) {
        var facts = batch.getFirst().facts();
        return outside.send(facts.tenant(), destination, facts.stateMachineName(), lines(batch));
    }

    private static List<LogDelivery.Line> lines(List<LogLane.Item> items) {
        return items.stream().map(item -> LogLines.of(item.facts(), item.recorded(), item.redriveCount())).toList();
    }

    private static long size(HistoryEvent event) {
        return EACH_EVENT + payload(event);
    }

    private static long payload(HistoryEvent event) {
        return switch (event) {
            case HistoryEvent.ExecutionStarted(var input, _) -> LiveSize.of(input);
            case HistoryEvent.ExecutionSucceeded(var output) -> LiveSize.of(output);
            case HistoryEvent.StateEntered(_, _, var input) -> LiveSize.of(input);
            case HistoryEvent.StateExited exited -> LiveSize.of(exited.output()) + all(exited.assigned());
            case HistoryEvent.TaskScheduled scheduled -> LiveSize.of(scheduled.parameters());
            case HistoryEvent.TaskSubmitted(_, var output) -> LiveSize.of(output);
            case HistoryEvent.TaskSucceeded(_, var output) -> LiveSize.of(output);
            case HistoryEvent.ExecutionFailed(_, var cause) -> length(cause);
            case HistoryEvent.TaskFailed(_, _, var cause) -> length(cause);
            case HistoryEvent _ -> 0;
        };
    }

    private static long all(Map<String, JsonNode> assigned) {
        return assigned.values().stream().mapToLong(LiveSize::of).sum();
    }

    private static long length(@Nullable String text) {
        return text == null ? 0 : text.length();
    }
}
