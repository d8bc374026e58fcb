// SPDX-License-Identifier: Apache-2.0
package io.fermata.engine;

import io.fermata.language.EvaluationException;

/// How wide a Map Run runs and what it puts up with. UpdateMapRun changes it while the run is under way.
///
/// @param maxConcurrency the greatest number of children at a time; 0 for no limit of the author's
/// @param toleratedCount how many items may fail; 0 when the author sets none
/// @param toleratedPercentage which share of all items may fail, 0 to 100; 0 when the author sets none
public record MapRunBounds(long maxConcurrency, long toleratedCount, double toleratedPercentage) {

    /// AWS runs at most this many children of one run at a time.
    public static final int MOST_CHILDREN = 10_000;

    /// The error of a run in which more failed than is tolerated.
    public static final String EXCEEDED = "States.ExceedToleratedFailureThreshold";

    /// Its cause.
    public static final String EXCEEDED_CAUSE = "The specified tolerated failure threshold was exceeded";

    public MapRunBounds {
        if (toleratedCount < 0) {
            throw new EvaluationException("States.Runtime", "ToleratedFailureCount cannot be negative.");
        }
        if (toleratedPercentage < 0 || toleratedPercentage > 100) {
            throw new EvaluationException("States.Runtime", "ToleratedFailurePercentage must be between 0 and 100.");
        }
    }

    /// How many children may run at a time.
    public int children() {
        return maxConcurrency == 0 ? MOST_CHILDREN : (int) Math.min(maxConcurrency, MOST_CHILDREN);
    }

    /// Whether more items failed than may. A share is judged only when all items are known, because each further item makes
    /// it smaller.
    ///
    /// @param failed items that failed or timed out
    /// @param total items known so far
    /// @param complete whether there will be no more items
    public boolean exceeded(long failed, long total, boolean complete) {
        if (failed == 0) {
            return false;
        }
        if (toleratedCount == 0 && toleratedPercentage == 0) {
            return true;
        }
        return toleratedCount > 0 && failed > toleratedCount
                || toleratedPercentage > 0 && complete && failed * 100.0 > toleratedPercentage * total;
    }
}
