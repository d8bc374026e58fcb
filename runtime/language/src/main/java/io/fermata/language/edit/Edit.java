// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.edit;

import java.util.Comparator;
import java.util.List;

/// What asking for a change of a text gave.
public sealed interface Edit {

    /// The change as replacements that do not overlap, in the order of the text; none when the text says it already.
    record Change(List<TextEdit> edits) implements Edit {

        public Change {
            edits = edits.stream().sorted(Comparator.comparingInt(TextEdit::offset)).toList();
            for (var i = 1; i < edits.size(); i++) {
                if (edits.get(i - 1).offset() + edits.get(i - 1).length() > edits.get(i).offset()) {
                    throw new IllegalArgumentException("edits overlap: " + edits);
                }
            }
        }

        static Change of(TextEdit... edits) {
            return new Change(List.of(edits));
        }

        /// The text with the change made. All else keeps every character.
        public String apply(String text) {
            var result = new StringBuilder();
            var from = 0;
            for (var edit : edits) {
                result.append(text, from, edit.offset()).append(edit.replacement());
                from = edit.offset() + edit.length();
            }
            return result.append(text, from, text.length()).toString();
        }
    }

    /// Why the text cannot be changed in this way, with what to do instead.
    record Refused(String reason) implements Edit {}
}
