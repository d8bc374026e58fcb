// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.testing;

import io.fermata.language.jsonata.Bounds;
import io.fermata.language.jsonata.Surroundings;
import java.time.Instant;
import java.util.SplittableRandom;

/// Surroundings in which no time passes and chance repeats.
public final class Still {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private Still() {}

    public static Surroundings seed(long seed) {
        return new Surroundings(NOW, new SplittableRandom(seed), Bounds.DEFAULT, () -> 0);
    }
}
