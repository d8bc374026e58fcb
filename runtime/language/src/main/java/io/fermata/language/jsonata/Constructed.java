// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonata;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// An array that a path constructs in its first or last step: unlike others it is one item of the path, not flattened.
final class Constructed extends ArrayNode {

    Constructed(List<JsonNode> items) {
        super(JsonNodeFactory.instance, items);
    }
}
