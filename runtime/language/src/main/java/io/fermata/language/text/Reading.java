// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.text;

import io.fermata.language.Diagnostic;

/// What reading a text as JSON or YAML gave, before any rule of the language is asked.
public sealed interface Reading {

    /// A tree whose root is an object.
    record Tree(Source root) implements Reading {}

    /// A text that is no definition at all.
    record Refused(Diagnostic diagnostic) implements Reading {}

    /// Reads JSON. Never throws for any text; thread-safe. Limits: 1,048,576 characters, 64 levels of nesting.
    static Reading ofJson(String text) {
        return SourceReader.read(text);
    }
}
