// SPDX-License-Identifier: Apache-2.0
package io.fermata.engine;

import java.time.Instant;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// A decision that AWS's history has no event for, though the fold must know it. Notes have no event id and no API shows
/// them, so ids stay contiguous.
public sealed interface Note extends Entry {

    /// A Wait state ends at that moment.
    record WaitScheduled(Instant dueAt) implements Note {}

    /// The state will be tried again at that moment, on account of its retrier with that index. Whatever ran below it is
    /// over. The note's previous id is the failing event, to which the next attempt is chained.
    record RetryScheduled(int retrier, Instant dueAt) implements Note {}

    /// What a Map state will run.
    ///
    /// @param items the items in order
    /// @param maxConcurrency the greatest number of iterations at a time, at least 1
    record MapPlanned(List<JsonNode> items, int maxConcurrency) implements Note {

        public MapPlanned {
            items = List.copyOf(items);
        }
    }

    /// The execution has other limits than AWS's. Stands in the first step, behind the start.
    record LimitsSet(Limits limits) implements Note {}
}
