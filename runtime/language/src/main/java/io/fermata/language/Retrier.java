// SPDX-License-Identifier: Apache-2.0
package io.fermata.language;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One rule of `Retry`.
///
/// @param intervalSeconds delay before the first retry, in seconds, 0 or more
/// @param maxAttempts how often this rule may retry in one visit of the state; 0 means never
/// @param backoffRate factor from one delay to the next, at least 1
/// @param maxDelaySeconds upper bound of a delay in seconds; null when unbounded
/// @param fullJitter whether the delay is drawn evenly from zero to the computed one (`JitterStrategy: FULL`)
public record Retrier(List<String> errorEquals, long intervalSeconds, long maxAttempts, double backoffRate,
        @Nullable Long maxDelaySeconds, boolean fullJitter) {

    public Retrier {
        errorEquals = List.copyOf(errorEquals);
    }
}
