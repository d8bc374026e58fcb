// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console.live;

import io.fermata.integrations.approval.Approvals;
import io.fermata.journal.ExecutionTable;
import io.fermata.tenancy.TenantId;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/// Tells open pages that their execution has moved on or that somebody voted on a question of it. One poller for the node
/// reads the last event and the votes of every watched execution twice a second, two statements for each tenant, and sends
/// nothing but their sum. Stops before the web server begins to wait for open requests, which these would hold up.
/// Thread-safe.
@Component
public final class Watching implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Watching.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofMinutes(30);
    private static final int MOST_OF_A_PERSON = 5;
    private static final int MOST_OF_A_TENANT = 200;

    private final ExecutionTable executions;
    private final Approvals approvals;
    private final List<Watch> watches = new CopyOnWriteArrayList<>();
    private final Map<Long, Long> known = new ConcurrentHashMap<>();
    private volatile boolean running;
    private @Nullable Thread poller;

    Watching(ExecutionTable executions, Approvals approvals) {
        this.executions = executions;
        this.approvals = approvals;
    }

    /// What a page has seen of an execution. Grows whenever something on its page changes.
    public static long revision(long lastEvent, long votes) {
        return lastEvent + votes;
    }

    private record Watch(TenantId tenant, long userId, long executionNo, SseEmitter emitter) {}

    /// Begins to watch for a page. Null when the person or the tenant has too many pages open.
    @Nullable
    SseEmitter watch(TenantId tenant, long userId, long executionNo, long rev) {
        long ofTenant = watches.stream().filter(watch -> watch.tenant.equals(tenant)).count();
        var ofPerson = watches.stream().filter(watch -> watch.userId == userId).toList();
        if (ofTenant >= MOST_OF_A_TENANT || !running) {
            return null;
        }
        if (ofPerson.size() >= MOST_OF_A_PERSON) {
            drop(ofPerson.getFirst());
        }
        var emitter = new SseEmitter(LONGEST.toMillis());
        var watch = new Watch(tenant, userId, executionNo, emitter);
        emitter.onCompletion(() -> watches.remove(watch));
        emitter.onTimeout(emitter::complete);
        emitter.onError(_ -> watches.remove(watch));
        known.merge(executionNo, rev, Math::min);
        watches.add(watch);
        if (running) {
            begin();
        } else {
            drop(watch);
        }
        return emitter;
    }

    private synchronized void begin() {
        if (poller == null || !poller.isAlive()) {
            poller = Thread.ofVirtual().name("live-pages").start(this::run);
        }
    }

    private void run() {
        while (running) {
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
            if (!watches.isEmpty()) {
                try {
                    look();
                } catch (DataAccessException unreadable) {
                    log.warn("Open pages could not be told what moved: {}", unreadable.toString());
                }
            }
        }
    }

    /// One look at all watched executions.
    void look() {
        Map<TenantId, Set<Long>> wanted = new HashMap<>();
        watches.forEach(watch -> wanted.computeIfAbsent(watch.tenant, _ -> new HashSet<>()).add(watch.executionNo));
        known.keySet().retainAll(wanted.values().stream().flatMap(Set::stream).toList());
        wanted.forEach(this::look);
    }

    private void look(TenantId tenant, Set<Long> numbers) {
        var votes = approvals.countVotes(tenant, numbers);
        executions.lastEvents(tenant, numbers).forEach((number, lastEvent) -> {
            long rev = revision(lastEvent, votes.getOrDefault(number, 0L));
            var before = known.put(number, rev);
            if (before == null || before < rev) {
                watches.stream().filter(watch -> watch.executionNo == number && watch.tenant.equals(tenant))
                        .forEach(watch -> send(watch, rev));
            }
        });
    }

    private void send(Watch watch, long rev) {
        try {
            watch.emitter.send(SseEmitter.event().name("rev").data(Long.toString(rev)));
        } catch (IOException | IllegalStateException gone) {
            log.debug("A page has gone: {}", gone.toString());
            drop(watch);
        }
    }

    private void drop(Watch watch) {
        watches.remove(watch);
        watch.emitter.complete();
    }

    @Override
    public void start() {
        running = true;
    }

    /// Ends the streams of all pages; a page asks again, perhaps another node.
    @Override
    public void stop() {
        running = false;
        watches.forEach(this::drop);
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /// The last phase of all, so the first to stop.
    @Override
    public int getPhase() {
        return DEFAULT_PHASE;
    }
}
