// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import io.fermata.engine.TrialReport;
import io.fermata.engine.TriedCall;
import org.jspecify.annotations.Nullable;

/// What came of trying a state.
public sealed interface TestAnswer {

    /// It was tried.
    ///
    /// @param exchange what went over the wire; null when nothing did that can be told
    record Tried(TrialReport report, TriedCall.@Nullable Exchange exchange) implements TestAnswer {}

    /// The tenant tries as many states at this moment as it may.
    ///
    /// @param most how many that is
    record TooMany(int most) implements TestAnswer {}

    /// This node is being stopped.
    record Unavailable() implements TestAnswer {}
}
