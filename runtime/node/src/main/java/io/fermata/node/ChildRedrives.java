// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import io.fermata.engine.TaskCompletion.Answer;
import io.fermata.journal.MapItemTable.Startable;
import io.fermata.journal.MapRunWriter.Claim;
import io.fermata.journal.MapRunWriter.Held;
import io.fermata.tenancy.keys.KeyAbsentException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes Standard children go on that have run before, each in its own history. One whose history has no room, or of
/// which nothing is left, begins anew under another number: its calls must not repeat the idempotency keys of earlier ones.
final class ChildRedrives {

    private static final Logger log = LoggerFactory.getLogger(ChildRedrives.class);
    private static final int TRIES = 20;
    private static final long AGAIN_MILLIS = 200;

    private final Storage storage;
    private final MapStarter starter;
    private final ChildKeys keys;
    private final MapStarter.Beginning beginning;

    ChildRedrives(Storage storage, MapStarter starter, ChildKeys keys, MapStarter.Beginning beginning) {
        this.storage = storage;
        this.starter = starter;
        this.keys = keys;
        this.beginning = beginning;
    }

    /// Makes a child go on that is claimed.
    void redrive(Shard shard, Startable child) {
        redrive(shard, child, 1);
    }

    private void redrive(Shard shard, Startable child, int tries) {
        starter.willBegin();
        beginning.redrive(child.tenant(), child.executionNo()).whenComplete((answer, _) -> {
            starter.begun();
            if (answer != Answer.ACCEPTED) {
                Thread.ofVirtual().start(() -> otherwise(shard, child, answer, tries));
            }
        });
    }

    private void otherwise(Shard shard, Startable child, Answer answer, int tries) {
        var claim = new Claim(child, child.executionNo());
        try {
            switch (answer) {
                case ACCEPTED -> {
                }
                case INVALID_TOKEN, TASK_TIMED_OUT -> startAnew(shard, child);
                case UNAVAILABLE -> {
                    TimeUnit.MILLISECONDS.sleep(AGAIN_MILLIS);
                    keys.sealer(child);
                    if (starter.holds(shard) && tries < TRIES) {
                        redrive(shard, child, tries + 1);
                    } else if (starter.holds(shard)) {
                        starter.refuse(shard, claim, new IllegalStateException("set aside"));
                    }
                }
            }
        } catch (KeyAbsentException absent) {
            keys.whenThere(absent, () -> {
                if (starter.holds(shard)) {
                    redrive(shard, child, tries);
                }
            });
        } catch (ExecutionException | RuntimeException trouble) {
            log.error("A child of a Map Run could not go on: tenant={} run={} item={}", child.tenant().value(),
                    child.mapRunNo(), child.item(), trouble);
            starter.refuse(shard, claim, trouble);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void startAnew(Shard shard, Startable child) throws InterruptedException, ExecutionException {
        var row = storage.executions().find(child.tenant(), child.executionNo());
        if (row.isPresent() && !row.get().status().closed()) {
            return; // it goes on already
        }
        long number = shard.nextExecutionNo(starter.now());
        var held = new Held(shard.id, shard.epoch);
        if (storage.commits().perform(storage.maps().redrives().renumber(held, child, number)).get()) {
            starter.begin(shard, new Claim(child.anew(), number));
        }
    }
}
