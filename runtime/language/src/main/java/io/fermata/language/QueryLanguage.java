// SPDX-License-Identifier: Apache-2.0
package io.fermata.language;

/// The language in which a state's expressions are written (ASL field `QueryLanguage`).
public enum QueryLanguage {

    JSONPATH("JSONPath"),
    JSONATA("JSONata");

    private final String text;

    QueryLanguage(String text) {
        this.text = text;
    }

    /// The spelling of the definition.
    public String text() {
        return text;
    }
}
