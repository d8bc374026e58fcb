// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import io.fermata.engine.MapRunBounds;
import io.fermata.engine.MapRunPlan;
import io.fermata.engine.Signal;
import io.fermata.engine.TaskOutcome;
import io.fermata.engine.items.ItemSources;
import io.fermata.journal.GroupCommit.SqlWork;
import io.fermata.journal.LeaseLostException;
import io.fermata.journal.MapItemTable.Ended;
import io.fermata.journal.MapRunRow;
import io.fermata.journal.MapRunRow.Status;
import io.fermata.journal.MapRunWriter.Held;
import io.fermata.journal.MapRunWriter.NewChild;
import io.fermata.language.State;
import io.fermata.language.jsonata.Surroundings;
import io.fermata.tenancy.keys.KmsRefusedException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// One Map Run under way, driven by the owner of its shard: lets children start as far as the bounds allow, counts those
/// that have ended, and ends the run. All that it knows is in the database, so whoever owns the shard next goes on from
/// there. Two virtual threads: this one and the one that reads the items.
final class MapRun implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(MapRun.class);
    private static final int PAGE = 500;
    private static final long BUSY_MILLIS = 20;
    private static final long IDLE_MILLIS = 1_000;

    private final DrivenMapRuns all;
    private final MapRunRow known;
    private final Held held;
    private final Semaphore news = new Semaphore(0);
    private final Semaphore room = new Semaphore(0);
    private @Nullable MapRunPlan plan;
    private State.@Nullable Map state;
    private final MapRedrive redrive;
    private final MapStandstill standstill;
    private @Nullable Thread reading;
    private volatile boolean over;
    private volatile boolean ended;

    MapRun(DrivenMapRuns all, MapRunRow known, Shard shard) {
        this.all = all;
        this.known = known;
        this.held = new Held(shard.id, shard.epoch);
        this.redrive = new MapRedrive(all, this);
        this.standstill = new MapStandstill(all, this);
    }

    /// This node has nothing to do with the run any more.
    static final class Over extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Over() {
            super(null, null, false, false);
        }
    }

    MapRunPlan plan() {
        return Objects.requireNonNull(plan);
    }

    State.Map state() {
        return Objects.requireNonNull(state);
    }

    /// Reads what never changes about the run, which may wait for KMS.
    private void prepare() {
        if (state == null) {
            plan = all.store().runs().plan(known.tenant(), known.mapRunNo());
            state = all.facts(known).map(known.stateName());
        }
    }

    Held held() {
        return held;
    }

    /// Something happened that the run should look at.
    void nudge() {
        if (news.availablePermits() == 0) {
            news.release();
        }
    }

    /// Leaves the run to whoever owns its shard.
    void leave() {
        over = true;
        nudge();
        room.release();
    }

    @Override
    public void run() {
        long pause = BUSY_MILLIS;
        try {
            while (!over) {
                try {
                    prepare();
                    pause = step() ? BUSY_MILLIS : Math.min(IDLE_MILLIS, pause * 2);
                } catch (Over left) {
                    return;
                } catch (KmsRefusedException refusal) {
                    pause = IDLE_MILLIS; // it goes on when the customer's key is back
                } catch (RuntimeException trouble) {
                    log.warn("A Map Run could not go on, trying again: tenant={} run={}", known.tenant().value(),
                            known.mapRunNo(), trouble);
                    pause = IDLE_MILLIS;
                }
                if (!over) {
                    news.tryAcquire(pause, TimeUnit.MILLISECONDS);
                    news.drainPermits();
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            over = true;
            room.release();
            all.forget(this);
        }
    }

    long number() {
        return known.mapRunNo();
    }

    /// The row as it was when this node began to drive the run.
    MapRunRow known() {
        return known;
    }

    /// Whether the run had ended when this node left it.
    boolean ended() {
        return ended;
    }

    /// The row as it is now; null once the run has ended.
    @Nullable
    MapRunRow row() {
        if (over) {
            throw new Over();
        }
        return all.store().runs().find(known.tenant(), known.mapRunNo()).filter(row -> row.status() == Status.RUNNING)
                .orElse(null);
    }

    /// @return whether anything was done
    private boolean step() {
        var row = row();
        if (row == null) {
            this.ended = true;
            throw new Over();
        }
        var ended = all.store().items().ended(row.tenant(), row.mapRunNo(), PAGE);
        if (row.stopWanted() || row.failing()) {
            return close(row, ended);
        }
        return row.readying() ? standstill.reached(row, ended) && redrive.step(row) : goOn(row, ended);
    }

    private boolean goOn(MapRunRow row, List<Ended> ended) {
        if (!row.complete() && (reading == null || !reading.isAlive())) {
            reading = Thread.ofVirtual().name("map-items-" + row.mapRunNo())
                    .start(new MapReading(this, row, new ItemSources(all.storage())));
        }
        long bad = row.items().failed() + row.items().timedOut() + bad(ended);
        boolean exceeded = row.bounds().exceeded(bad, row.items().total(), row.complete());
        long release = exceeded ? row.releasedChildren() : release(row, ended.size());
        if (!ended.isEmpty() || release > row.releasedChildren()) {
            write(all.store().writer().settle(held, row, ended, release));
            room.release();
            if (release > row.releasedChildren()) {
                all.childrenMayStart();
            }
        }
        if (exceeded) {
            fail(row, MapRunBounds.EXCEEDED, MapRunBounds.EXCEEDED_CAUSE);
            return true;
        }
        if (row.complete() && row.children().ended() + ended.size() == row.children().total()) {
            end(row, null);
        }
        return !ended.isEmpty() || release > row.releasedChildren();
    }

    /// The number behind the last child that may start. Of a run that was redriven those that wait do not follow one
    /// another, so they are looked up.
    private long release(MapRunRow row, int ended) {
        var items = all.store().items();
        boolean again = row.redriveCount() > 0;
        long inFlight = again
                ? items.inFlight(row.tenant(), row.mapRunNo())
                : row.releasedChildren() - row.children().ended();
        long free = Math.max(0, row.bounds().children() - inFlight + ended);
        if (!again) {
            return Math.min(row.children().total(), row.releasedChildren() + free);
        }
        return free == 0 || row.releasedChildren() >= row.children().total()
                ? row.releasedChildren()
                : items.behindNext(row.tenant(), row.mapRunNo(), row.releasedChildren(), free);
    }

    private static long bad(List<Ended> ended) {
        return ended.stream().filter(child -> switch (child.status()) {
            case FAILED, TIMED_OUT -> true;
            case RUNNING, SUCCEEDED, ABORTED -> false;
        }).mapToLong(Ended::items).sum();
    }

    /// Ends the run once nothing runs any more.
    private boolean close(MapRunRow row, List<Ended> ended) {
        boolean quiet = standstill.reached(row, ended);
        if (quiet) {
            end(row, row.failing() ? all.store().runs().failure(row.tenant(), row.mapRunNo()).orElse(null) : null);
        }
        return quiet;
    }

    private void end(MapRunRow row, @Nullable JsonNode failure) {
        var outcome = new MapResults(all, this, row).collect(failure);
        var status = row.stopWanted()
                ? Status.ABORTED
                : switch (outcome.told()) {
                    case TaskOutcome.Answered _ -> Status.SUCCEEDED;
                    case TaskOutcome.Failed _ -> Status.FAILED;
                };
        if (write(all.store().writer().end(held, row, status, outcome.written(),
                row.stopWanted()
                        ? null
                        : new Signal.MapRunEnded(row.startedEvent(), row.redriveCount(), outcome.told()),
                all.sealer(row)))) {
            ended = true;
            throw new Over();
        }
        nudge(); // it was redriven at the last moment
    }

    /// Decides that the run fails. The first such decision stands.
    ///
    /// @param row as it was when that was found: after a redrive it does not count
    void fail(MapRunRow row, @Nullable String error, @Nullable String cause) {
        var failure = JsonNodeFactory.instance.objectNode().put("error", error).put("cause", cause);
        try {
            write(all.store().writer().fail(held, row, all.sealer(row), failure));
        } catch (Over | KmsRefusedException left) {
            return; // whoever drives the run next comes to the same end
        }
        nudge();
    }

    /// Adds children that were read.
    void add(long first, List<NewChild> children, boolean last) {
        write(all.store().writer().add(held, known, all.sealer(known), first, List.copyOf(children), last));
        nudge();
    }

    /// Waits until children up to that number may start.
    void awaitReleased(long number) {
        try {
            while (number > 0) {
                var row = row();
                if (row == null || row.failing() || row.stopWanted()) {
                    throw new Over();
                }
                if (row.releasedChildren() >= number) {
                    return;
                }
                room.tryAcquire(IDLE_MILLIS, TimeUnit.MILLISECONDS);
                room.drainPermits();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new Over();
        }
    }

    /// Waits a little before trying again.
    void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(IDLE_MILLIS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new Over();
        }
    }

    /// The surroundings of one expression.
    Supplier<Surroundings> surroundings() {
        return () -> new Surroundings(all.now(), ThreadLocalRandom.current(), known.limits().bounds(),
                System::nanoTime);
    }

    /// Writes, as long as this node owns the shard.
    <T> T write(SqlWork<T> work) {
        if (over) {
            throw new Over();
        }
        try {
            return all.commits().perform(work).get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof LeaseLostException) {
                over = true;
                throw new Over();
            }
            throw new IllegalStateException("not written", failed.getCause());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new Over();
        }
    }
}
