// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonpath;

import tools.jackson.databind.JsonNode;

/// What a path found.
sealed interface Lookup {

    /// A value, possibly a JSON null.
    record Found(JsonNode value) implements Lookup {}

    /// Nothing.
    ///
    /// @param reason why, in the words of AWS
    /// @param pastEnd whether the last step was an index behind the end of an array
    record Missed(String reason, boolean pastEnd) implements Lookup {}
}
