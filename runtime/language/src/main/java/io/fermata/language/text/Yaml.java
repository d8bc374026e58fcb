// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.text;

import io.fermata.language.Diagnostic;
import io.fermata.language.Json;

/// Definitions written in YAML 1.2, as the AWS tools take them: read to the same tree as JSON, with the places of the YAML
/// text. Never throws for any text; thread-safe.
///
/// Limits: 1,048,576 characters of YAML and of the JSON that it stands for, 64 levels of nesting, 100,000 values with
/// aliases counted as often as they are used. Refused with a sentence that says what to write instead: tags, merge keys,
/// several documents, repeated keys, keys that are no text, `.inf` and `.nan`, and numbers with a leading zero, which
/// YAML 1.1 and 1.2 read differently.
public final class Yaml {

    private Yaml() {}

    /// The JSON of a definition.
    public sealed interface Converted {

        /// @param text JSON on one line, keys in the order of the YAML text
        record Written(String text) implements Converted {}

        /// @param diagnostic why the text is no definition, with its place in the YAML text
        record Refused(Diagnostic diagnostic) implements Converted {}
    }

    /// Reads YAML; a text that is JSON is read as such.
    public static Reading read(String text) {
        if (text.stripLeading().startsWith("{") && SourceReader.read(text) instanceof Reading.Tree json) {
            return json;
        }
        return YamlReader.read(text);
    }

    /// The JSON that is stored for a definition in YAML. Comments, anchors and the layout are not kept.
    public static Converted toJson(String text) {
        return switch (read(text)) {
            case Reading.Tree(var root) -> new Converted.Written(Json.write(root.value()));
            case Reading.Refused(var diagnostic) -> new Converted.Refused(diagnostic);
        };
    }
}
