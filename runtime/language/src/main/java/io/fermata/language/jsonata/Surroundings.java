// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonata;

import java.time.Instant;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/// The only clock and the only chance that an evaluation knows, and its bounds.
///
/// @param now what `$now()` and `$millis()` tell, the same for the whole evaluation
/// @param random for `$random`, `$shuffle` and `$uuid`; used by the evaluation's thread only
/// @param nanos a count of nanoseconds that only grows, looked at now and then to keep the bound of time
public record Surroundings(Instant now, RandomGenerator random, Bounds bounds, LongSupplier nanos) {}
