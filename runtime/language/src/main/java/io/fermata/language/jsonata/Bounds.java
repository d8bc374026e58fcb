// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonata;

import io.fermata.language.Json;
import java.time.Duration;

/// What one evaluation may use. Whatever it asks for beyond is refused before it is built.
///
/// @param steps nodes of the expression evaluated, plus the work of long functions in units of about the same price
/// @param time from the start of the evaluation, by the caller's own count of nanoseconds
/// @param depth calls of functions of the expression inside each other; tail calls do not count
/// @param stringLength UTF-16 units of any text that is built
/// @param sequenceLength items of any array or sequence that is built
/// @param bytes what the values of one evaluation take together, charged roughly
/// @param payload bytes of JSON that any one value of a state may take
public record Bounds(long steps, Duration time, int depth, int stringLength, int sequenceLength, long bytes,
        int payload) {

    /// One second and depth 100 as AWS documents them, 6,990,256 bytes as measured there; the others keep an evaluation
    /// below 64 MiB of garbage.
    public static final Bounds DEFAULT = new Bounds(1_000_000, Duration.ofSeconds(1), 100, 262_144, 100_000,
            6_990_256);

    /// How much more than its payload an evaluation may hold.
    private static final int TIMES_PAYLOAD = 8;

    /// Bounds with the payloads that AWS allows.
    public Bounds(long steps, Duration time, int depth, int stringLength, int sequenceLength, long bytes) {
        this(steps, time, depth, stringLength, sequenceLength, bytes, Json.MAX_BYTES);
    }

    /// The same for values of that size: texts may be as long, and an evaluation may hold some such values.
    public Bounds withPayload(int most) {
        return new Bounds(steps, time, depth, Math.max(stringLength, most), sequenceLength,
                Math.max(bytes, (long) TIMES_PAYLOAD * most), most);
    }

    public Bounds {
        if (steps < 1 || time.isNegative() || depth < 1 || stringLength < 1 || sequenceLength < 1 || bytes < 1
                || payload < 1) {
            throw new IllegalArgumentException("bounds are positive: " + steps + " " + time + " " + depth);
        }
    }
}
