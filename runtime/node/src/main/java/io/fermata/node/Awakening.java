// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import io.fermata.engine.Signal;
import io.fermata.journal.WakeIndex;
import io.fermata.journal.WakeIndex.Sleeper;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/// Brings back into memory what was there with the earlier owner of a shard. Blocks its caller until all of it is on its
/// way, or the shard another's.
final class Awakening {

    private static final Logger log = LoggerFactory.getLogger(Awakening.class);
    private static final int PAGE = 500;
    private static final Duration AGAIN = Duration.ofMillis(500);

    private final WakeIndex wakeIndex;
    private final Shards shards;
    private final Consumer<Delivery> deliver;

    Awakening(WakeIndex wakeIndex, Shards shards, Consumer<Delivery> deliver) {
        this.wakeIndex = wakeIndex;
        this.shards = shards;
        this.deliver = deliver;
    }

    void opened(Shard shard) {
        long after = 0;
        while (shards.get(shard.id).filter(held -> held.epoch == shard.epoch).isPresent()) {
            List<Sleeper> page;
            try {
                page = wakeIndex.awake(shard.id, after, PAGE);
            } catch (DataAccessException unreachable) {
                // nobody else will look: what was awake on this shard is found by this alone
                log.warn("Could not look for what is awake on shard={}: {}", shard.id, unreachable.getMessage());
                LockSupport.parkNanos(AGAIN.toNanos());
                continue;
            }
            for (var sleeper : page) {
                // loading it is enough: what is due fires by its alarm
                deliver.accept(new Delivery(sleeper.tenant(), sleeper.executionNo(), new Signal.Continue()));
                after = sleeper.executionNo();
            }
            if (page.size() < PAGE) {
                return;
            }
        }
    }
}
