// SPDX-License-Identifier: Apache-2.0
package io.fermata.journal;

import java.util.List;

/// A step as the journal holds it.
///
/// @param payload the step, sealed
/// @param values the large values that this step names and no earlier one does; to be written in the same commit
public record EncodedStep(byte[] payload, List<LargeValue> values) {

    public EncodedStep {
        values = List.copyOf(values);
    }
}
