// SPDX-License-Identifier: Apache-2.0
package io.fermata.language;

import tools.jackson.databind.JsonNode;

/// A path that names exactly one node, such as `$.order.total` or `$['a b'][0]` (ASL "Reference Path"). Immutable.
public interface ReferencePath {

    /// The path as the author wrote it.
    String text();

    /// A copy of `target` with `value` at this path. Missing objects on the way are made; the root path answers `value`.
    /// Nodes beside the path are shared with `target`.
    ///
    /// @throws EvaluationException `States.ResultPathMatchFailure` when a node on the way is not an object or array
    JsonNode put(JsonNode target, JsonNode value);
}
