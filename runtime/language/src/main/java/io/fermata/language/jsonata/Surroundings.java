// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonata;

import java.time.Instant;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/// The only clock and the only chance that an evaluation knows, and its bounds. Evaluations with the same surroundings
/// share one span of time, so that a state with many expressions takes no longer than one with a single one.
///
/// @param now what `$now()` and `$millis()` tell, the same for the whole evaluation
/// @param random for `$random`, `$shuffle` and `$uuid`; used by the evaluation's thread only
/// @param nanos a count of nanoseconds that only grows, looked at now and then to keep the bound of time
/// @param end the count at which the time is over
public record Surroundings(Instant now, RandomGenerator random, Bounds bounds, LongSupplier nanos, long end) {

    /// Surroundings whose time begins now.
    public Surroundings(Instant now, RandomGenerator random, Bounds bounds, LongSupplier nanos) {
        this(now, random, bounds, nanos, nanos.getAsLong() + bounds.time().toNanos());
    }

    /// Whether the time is over. An evaluation looks by itself, but only after a thousand steps, which is as good as never
    /// for a short one.
    public boolean late() {
        return nanos.getAsLong() - end > 0;
    }

    /// The same, with a time that begins now.
    public Surroundings anew() {
        return new Surroundings(now, random, bounds, nanos);
    }
}
