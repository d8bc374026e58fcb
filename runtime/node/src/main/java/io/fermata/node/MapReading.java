// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import io.fermata.engine.ChildInputs;
import io.fermata.engine.items.ItemReaderException;
import io.fermata.engine.items.ItemSources;
import io.fermata.engine.items.ItemStream;
import io.fermata.engine.items.ObjectStorage;
import io.fermata.journal.MapRunRow;
import io.fermata.journal.MapRunWriter.NewChild;
import io.fermata.language.EvaluationException;
import io.fermata.language.Json;
import io.fermata.tenancy.keys.KmsRefusedException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Objects;

/// Reads the items of one Map Run and makes children of them, some hundred in each commit, not too far ahead of those that
/// run. Goes on behind the last child that the run has, so after a crash it leaves none out and makes none twice. One
/// virtual thread.
final class MapReading implements Runnable {

    private static final int CHUNK = 200;
    private static final int CHUNK_BYTES = 1 << 20;
    private static final long READ_AHEAD = 100_000;
    private static final int TRIES = 4;

    private final MapRun run;
    private final ItemSources sources;
    private MapRunRow row;

    /// @param row as it is now
    MapReading(MapRun run, MapRunRow row, ItemSources sources) {
        this.row = row;
        this.run = run;
        this.sources = sources;
    }

    @Override
    public void run() {
        int tries = 0;
        long before = -1;
        while (true) {
            try {
                var now = run.row();
                if (now == null || now.complete() || now.failing() || now.stopWanted()) {
                    return;
                }
                row = now;
                tries = row.items().total() > before ? 1 : tries + 1;
                before = row.items().total();
                read();
                return;
            } catch (MapRun.Over over) {
                return;
            } catch (KmsRefusedException refusal) {
                run.pause(); // what was read cannot be sealed yet
            } catch (ItemReaderException unreadable) {
                run.fail(row, ItemReaderException.ERROR, String.valueOf(unreadable.getMessage()));
                return;
            } catch (EvaluationException problem) {
                run.fail(row, problem.error(), problem.reason());
                return;
            } catch (ObjectStorage.Refused refused) {
                if (!refused.passing() || tries >= TRIES) {
                    run.fail(row, ItemReaderException.ERROR, String.valueOf(refused.getMessage()));
                    return;
                }
                run.pause();
            } catch (UncheckedIOException broken) {
                if (tries >= TRIES) {
                    run.fail(row, ItemReaderException.ERROR, "Reading was cut off: " + broken.getMessage());
                    return;
                }
                run.pause();
            }
        }
    }

    private void read() {
        var state = run.state();
        var plan = run.plan();
        var distribution = Objects.requireNonNull(state.distribution());
        var reader = distribution.reader();
        long most = plan.maxItems() == null || plan.maxItems() == 0 ? Long.MAX_VALUE : plan.maxItems();
        long number = row.items().total();
        var inputs = new ChildInputs(state, plan, ItemSources.source(plan, reader), number, run.surroundings());
        try (var stream = sources.open(row.tenant().value(), plan, reader)) {
            skip(stream, number);
            var next = row.children().total();
            var chunk = new ArrayList<NewChild>();
            long bytes = 0;
            while (true) {
                var item = number == most ? null : stream.next();
                var child = item == null ? inputs.rest() : inputs.add(item);
                number++;
                if (child.isPresent()) {
                    chunk.add(new NewChild(child.get().input(), child.get().items()));
                    bytes += Json.bytes(child.get().input()).length;
                }
                boolean last = item == null;
                if (last || chunk.size() >= CHUNK || bytes >= CHUNK_BYTES) {
                    run.add(next, chunk, last);
                    next += chunk.size();
                    chunk.clear();
                    bytes = 0;
                    if (last) {
                        return;
                    }
                    run.awaitReleased(next - READ_AHEAD);
                }
            }
        }
    }

    private static void skip(ItemStream stream, long items) {
        for (long i = 0; i < items; i++) {
            if (stream.next() == null) {
                throw new ItemReaderException("The source of the items has fewer items than before.");
            }
        }
    }
}
