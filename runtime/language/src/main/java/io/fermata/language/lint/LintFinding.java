// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.lint;

/// One warning about a definition.
///
/// @param location a path like `/States/Pay/Retry[0]`
/// @param line line in the text from 1
/// @param column column in the text from 1
/// @param reason what will happen, in one sentence; never holds a secret
/// @param fix what to write instead
public record LintFinding(LintRule rule, String location, int line, int column, String reason, String fix) {

    /// The rule's name, stable between releases.
    public String code() {
        return rule.name();
    }
}
