// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonpath;

import java.util.List;
import tools.jackson.databind.JsonNode;

/// One argument of an intrinsic call.
sealed interface Argument {

    /// A quoted string.
    ///
    /// @param raw the characters between the quotes with their escapes, which `States.Format` needs
    record Text(JsonNode value, String raw) implements Argument {}

    /// A number, `true`, `false` or `null`.
    record Constant(JsonNode value) implements Argument {}

    /// A path.
    record Path(JsonPath path) implements Argument {}

    /// A nested call.
    record Call(IntrinsicFunction function, List<Argument> arguments) implements Argument {}
}
