// SPDX-License-Identifier: Apache-2.0
package io.fermata.node.testing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/// A clock that stands until a test turns it. Thread-safe.
public final class TurnableClock implements InstantSource {

    private final AtomicReference<Instant> now;

    public TurnableClock(Instant now) {
        this.now = new AtomicReference<>(now);
    }

    @Override
    public Instant instant() {
        return now.get();
    }

    /// Turns it forward.
    public void advance(Duration by) {
        now.updateAndGet(before -> before.plus(by));
    }
}
