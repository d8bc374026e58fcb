// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console.machines;

import io.fermata.language.edit.Formatting;
import io.fermata.language.text.Yaml;
import org.jspecify.annotations.Nullable;

/// What the button Format makes of a text: JSON in one form, and JSON of YAML. A text that is neither stays as it is.
///
/// @param problem why nothing was done; null when something was
record Formatted(String text, @Nullable String problem) {

    static Formatted of(String text) {
        var json = Formatting.pretty(text);
        if (json.isPresent()) {
            return new Formatted(json.get(), null);
        }
        if (text.stripLeading().startsWith("{")) {
            return new Formatted(text, "Not formatted: the text is not JSON. What is wrong is listed below.");
        }
        return switch (Yaml.toJson(text)) {
            case Yaml.Converted.Written(var written) ->
                new Formatted(Formatting.pretty(written).orElse(written), null);
            case Yaml.Converted.Refused(var found) -> new Formatted(text, "Not formatted: the text is neither JSON nor"
                    + " YAML. Line " + found.line() + ", column " + found.column() + ": " + found.message());
        };
    }
}
