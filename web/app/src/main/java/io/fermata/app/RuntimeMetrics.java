// SPDX-License-Identifier: Apache-2.0
package io.fermata.app;

import io.fermata.journal.Inbox;
import io.fermata.journal.WakeIndex;
import io.fermata.node.Executions;
import io.fermata.node.Node;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.stereotype.Component;

/// What operators watch of the runtime. No metric names a tenant. The two that ask the database do so when they are read.
@Component
class RuntimeMetrics implements MeterBinder {

    private final Node node;
    private final WakeIndex wakeIndex;
    private final Inbox inbox;
    private final Executions executions;

    RuntimeMetrics(Node node, WakeIndex wakeIndex, Inbox inbox, Executions executions) {
        this.executions = executions;
        this.node = node;
        this.wakeIndex = wakeIndex;
        this.inbox = inbox;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("fermata.journal.queued", node, it -> it.state().commits().queued())
                .description("Appends that wait to be durable").register(registry);
        Gauge.builder("fermata.journal.batch.size", node, it -> it.state().commits().lastBatch())
                .description("Appends in the last group commit").register(registry);
        FunctionCounter.builder("fermata.journal.commits", node, it -> it.state().commits().batches())
                .description("Group commits").register(registry);
        FunctionCounter.builder("fermata.journal.appends", node, it -> it.state().commits().appends())
                .description("Appends made durable").register(registry);
        Gauge.builder("fermata.executions.resident", node, it -> it.state().residents())
                .description("Executions in memory").register(registry);
        Gauge.builder("fermata.express.running", executions, Executions::expressRunning)
                .description("Express executions under way").register(registry);
        FunctionCounter.builder("fermata.logs.lost", executions, it -> it.logs().lostEvents())
                .description("Events that did not reach their log").register(registry);
        Gauge.builder("fermata.tasks.calls", node, it -> it.state().calls())
                .description("Calls of resources under way").register(registry);
        Gauge.builder("fermata.shards.owned", node, it -> it.state().shards()).description("Shards of this node")
                .register(registry);
        Gauge.builder("fermata.due.lag", wakeIndex, WakeIndex::lagSeconds).baseUnit("seconds")
                .description("How late the most overdue execution is").register(registry);
        Gauge.builder("fermata.inbox.age", inbox, Inbox::ageSeconds).baseUnit("seconds")
                .description("Age of the oldest message without an answer").register(registry);
    }
}
