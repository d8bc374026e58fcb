// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonata;
import java.time.Duration;
public record Bounds(long steps, Duration time, int depth, int stringLength, int sequenceLength, long bytes) {

    public static final Bounds DEFAULT = new Bounds(1_000_000, Duration.ofSeconds(1), 100, 262_144, 100_000, 6_990_256);
}
