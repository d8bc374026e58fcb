// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.text;

import java.util.List;
import tools.jackson.databind.JsonNode;

/// A value as the YAML text writes it; an alias is the very node that it names. Offsets count characters.
sealed interface YamlNode {

    int start();

    int end();

    /// Text, number, boolean or null.
    record Scalar(JsonNode value, int start, int end) implements YamlNode {}

    /// A mapping whose keys are texts, each only once.
    record Mapping(List<Entry> entries, int start, int end) implements YamlNode {}

    /// A sequence.
    record Sequence(List<YamlNode> items, int start, int end) implements YamlNode {}

    /// One key with its value.
    record Entry(String name, int keyStart, int keyEnd, YamlNode value) {}

    /// Why a text is refused.
    final class Problem extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final String code;
        private final int offset;

        Problem(String code, String message, int offset) {
            super(message, null, false, false);
            this.code = code;
            this.offset = offset;
        }

        String code() {
            return code;
        }

        String reason() {
            return String.valueOf(getMessage());
        }

        int offset() {
            return offset;
        }
    }
}
