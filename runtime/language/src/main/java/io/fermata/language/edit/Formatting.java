// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.edit;

import io.fermata.language.text.Reading;
import java.util.Optional;

/// One form for the text of a definition: two spaces, one member a line, short arrays of scalars on one line (up to column
/// 100). The order of keys and the spelling of texts and numbers stay. Pure; thread-safe.
public final class Formatting {

    private static final Layout.Style STYLE = new Layout.Style("  ", "\n");

    private Formatting() {}

    /// The text in that form, with a line feed at its end; formatting it again changes nothing. Empty when the text is no
    /// JSON object: YAML is left alone, and what is wrong with other texts `Asl.parse` says.
    public static Optional<String> pretty(String json) {
        return switch (Reading.ofJson(json)) {
            case Reading.Tree(var root) -> Optional.of(Layout.lines(json, root, STYLE, "") + "\n");
            case Reading.Refused _ -> Optional.empty();
        };
    }
}
