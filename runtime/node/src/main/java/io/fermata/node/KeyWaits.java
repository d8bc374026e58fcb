// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.fermata.journal.JournalTable;
import io.fermata.tenancy.TenantId;
import io.fermata.tenancy.keys.KeyAbsentException;
import io.fermata.tenancy.keys.KeyRing;
import io.fermata.tenancy.keys.KmsRefusedException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/// Has customers' keys fetched for those who must not wait for KMS, on virtual threads, again and again until KMS gives them.
/// Thread-safe.
final class KeyWaits {

    private static final Logger log = LoggerFactory.getLogger(KeyWaits.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration SAID_AGAIN = Duration.ofMinutes(1);
    /// How many data keys are asked for at the same time, for one execution.
    private static final int AT_ONCE = 16;

    private final KeyRing keys;
    private final JournalTable journal;
    private final Cache<TenantId, Boolean> said = Caffeine.newBuilder().expireAfterWrite(SAID_AGAIN).maximumSize(1_000)
            .build();
    private final Map<Thread, TenantId> waiting = new ConcurrentHashMap<>();
    private volatile boolean stopped;

    KeyWaits(KeyRing keys, JournalTable journal) {
        this.keys = keys;
        this.journal = journal;
    }

    /// Lets all that waits go, with the process or for the next owners of its shards.
    void stop() {
        stopped = true;
    }

    /// Has what waits for keys of a tenant ask again now, because KMS has just given one.
    void nudge(TenantId tenant) {
        waiting.forEach((thread, whose) -> {
            if (whose.equals(tenant)) {
                LockSupport.unpark(thread);
            }
        });
    }

    /// What follows; each on the thread that waited.
    interface Sequel {

        /// The key is there.
        void there();

        /// KMS refuses for now; told once.
        void refused(KmsRefusedException refusal);

        /// The data key is gone, or is not what it was.
        void lost(RuntimeException defect);
    }

    /// Fetches what one piece of work was missing.
    void await(KeyAbsentException absent, Sequel sequel) {
        start(absent.tenant(), () -> keys.fetch(absent), sequel);
    }

    /// Fetches what an execution was missing, and all else that its journal is sealed with.
    void await(KeyAbsentException absent, long executionNo, Sequel sequel) {
        start(absent.tenant(), () -> {
            keys.fetch(absent);
            fetchAll(absent.tenant(), executionNo);
        }, sequel);
    }

    /// Does work that may wait for KMS as often as it takes, and nothing else follows.
    void untilThere(TenantId tenant, Runnable work) {
        start(tenant, () -> keys.whenThere(() -> {
            work.run();
            return true;
        }), new Sequel() {

            @Override
            public void there() {
                // the work was all
            }

            @Override
            public void refused(KmsRefusedException refusal) {
                // it is done later
            }

            @Override
            public void lost(RuntimeException defect) {
                log.error("What waited for a customer's key was not done: tenant={}", tenant.value(), defect);
            }
        });
    }

    private void start(TenantId tenant, Runnable work, Sequel sequel) {
        Thread.ofVirtual().name("key-of-" + tenant.value()).start(() -> {
            var pause = FIRST_PAUSE;
            boolean told = false;
            while (!stopped) {
                try {
                    work.run();
                    sequel.there();
                    return;
                } catch (KmsRefusedException refusal) {
                    if (!told) {
                        told = true;
                        say(tenant, refusal);
                        sequel.refused(refusal);
                    }
                } catch (DataAccessException unreachable) {
                    log.warn("Could not look for a customer's key: tenant={} {}", tenant.value(),
                            unreachable.getMessage());
                } catch (RuntimeException defect) {
                    sequel.lost(defect);
                    return;
                }
                waiting.put(Thread.currentThread(), tenant);
                LockSupport.parkNanos(pause.toNanos());
                waiting.remove(Thread.currentThread());
                pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            }
        });
    }

    /// Once a minute for each tenant, however many of its executions wait.
    private void say(TenantId tenant, KmsRefusedException refusal) {
        if (said.asMap().putIfAbsent(tenant, true) == null) {
            log.warn("Executions wait for a customer's key: tenant={} {}", tenant.value(), refusal.getMessage());
        }
    }

    private void fetchAll(TenantId tenant, long executionNo) {
        var places = new Semaphore(AT_ONCE);
        var all = journal.customerKeys(tenant, executionNo).stream().map(number -> {
            places.acquireUninterruptibly();
            return CompletableFuture.runAsync(() -> {
                try {
                    keys.fetch(tenant, number);
                } finally {
                    places.release();
                }
            }, work -> Thread.ofVirtual().start(work));
        }).toList();
        try {
            CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RuntimeException refusal ? refusal : failed;
        }
    }
}
