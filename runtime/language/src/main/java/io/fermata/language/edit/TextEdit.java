// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.edit;

/// Replaces `length` characters from `offset` on. Both count characters (UTF-16) of the text before any edit.
public record TextEdit(int offset, int length, String replacement) {

    public TextEdit {
        if (offset < 0 || length < 0) {
            throw new IllegalArgumentException("offset and length must not be negative: " + offset + ", " + length);
        }
    }

    static TextEdit replace(int start, int end, String replacement) {
        return new TextEdit(start, end - start, replacement);
    }
}
