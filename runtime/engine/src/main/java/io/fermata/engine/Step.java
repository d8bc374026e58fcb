// SPDX-License-Identifier: Apache-2.0
package io.fermata.engine;

import java.util.List;

/// One atomic advance of an execution: the journal stores its entries as one row, then its effects are released.
///
/// @param more whether frames are ready that the turn's budget left for the next turn
/// @param accepted whether the signal found what it was meant for; false for an answer to an attempt that is over
public record Step(List<Recorded> entries, List<Effect> effects, boolean more, boolean accepted) {

    public Step {
        entries = List.copyOf(entries);
        effects = List.copyOf(effects);
    }
}
