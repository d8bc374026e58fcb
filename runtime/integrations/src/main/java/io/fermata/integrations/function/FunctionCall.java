// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.function;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// One call of a function.
///
/// @param payload JSON
/// @param version the qualifier that was asked for, or `$LATEST`
/// @param key the same for each repetition of the call
/// @param timeLeft of the task's attempt; null when unbounded
/// @param longestAnswer bytes that the caller can take
public record FunctionCall(String payload, String version, String key, @Nullable Duration timeLeft,
        int longestAnswer) {

    /// The time for a call, which the function allows and the attempt still has.
    Duration atMost(Function function) {
        var own = Duration.ofSeconds(function.timeout());
        return timeLeft == null || timeLeft.compareTo(own) > 0 ? own : timeLeft;
    }
}
