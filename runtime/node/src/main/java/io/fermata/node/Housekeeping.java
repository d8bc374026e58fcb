// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import io.fermata.catalog.StateMachine;
import io.fermata.catalog.StateMachines;
import io.fermata.engine.ExecutionStatus;
import io.fermata.journal.ExecutionTable.Filter;
import io.fermata.journal.Inbox;
import io.fermata.journal.Purge;
import io.fermata.tenancy.Tenants;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What has to be done now and then and by whichever node comes first: finished executions are purged when their time is
/// over, machines that are being deleted are buried when nothing of them runs, answered messages are swept away. One
/// thread; each step is small and may be repeated.
final class Housekeeping implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Housekeeping.class);
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final Duration PURGE_EVERY = Duration.ofMinutes(1);
    private static final Duration KEEP_ANSWERS = Duration.ofMinutes(1);
    private static final int BATCH = 200;

    private final Purge purge;
    private final Tenants tenants;
    private final StateMachines machines;
    private final Executions executions;
    private final Inbox inbox;
    private final Times times;
    private final InstantSource clock;
    private final Thread thread;
    private volatile boolean stopped;

    Housekeeping(Purge purge, Tenants tenants, StateMachines machines, Executions executions, Inbox inbox,
            Times times) {
        this.purge = purge;
        this.tenants = tenants;
        this.machines = machines;
        this.executions = executions;
        this.inbox = inbox;
        this.times = times;
        this.clock = times.clock;
        this.thread = Thread.ofVirtual().name("housekeeping").unstarted(this::run);
    }

    /// @param executions how long finished executions are kept
    /// @param logs how long the log of Express executions is kept
    record Times(InstantSource clock, Duration executions, Duration logs) {}

    void start() {
        thread.start();
    }

    private void run() {
        var nextPurge = clock.instant();
        while (!stopped) {
            LockSupport.parkNanos(PAUSE.toNanos());
            try {
                finishDeletions();
                if (!clock.instant().isBefore(nextPurge)) {
                    purgeOld();
                    nextPurge = clock.instant().plus(PURGE_EVERY);
                }
            } catch (RuntimeException unreachable) {
                log.warn("Housekeeping could not be done: {}", unreachable.getMessage());
            }
        }
    }

    private void purgeOld() {
        var before = clock.instant().minus(times.executions);
        var logged = clock.instant().minus(times.logs);
        for (var tenant : tenants.all()) {
            int purged;
            do {
                purged = purge.run(tenant.id(), before, BATCH);
            } while (purged == BATCH && !stopped);
            do {
                purged = executions.logs().table().purge(tenant.id(), logged, BATCH);
            } while (purged == BATCH && !stopped);
        }
        inbox.purge(KEEP_ANSWERS, BATCH);
    }

    /// AWS ends the executions of a machine that is being deleted at their next transition; so does this.
    private void finishDeletions() {
        for (var machine : machines.deleting(BATCH)) {
            var running = executions.table().list(machine.tenant(),
                    new Filter(machine.id(), ExecutionStatus.RUNNING, null), BATCH);
            running.forEach(row -> executions.stop(row, null, null));
            if (running.isEmpty()) {
                bury(machine);
            }
        }
    }

    private void bury(StateMachine machine) {
        if (machines.bury(machine.tenant(), machine.id())) {
            log.info("Deleted a state machine: tenant={} machine={}", machine.tenant().value(), machine.id());
        }
    }

    @Override
    public void close() {
        stopped = true;
        LockSupport.unpark(thread);
    }
}
