// SPDX-License-Identifier: Apache-2.0
package io.fermata.language;

/// Where something stands in the text of a definition.
///
/// @param line line of its first character, from 1
/// @param column column of its first character, from 1
/// @param start offset of its first character in UTF-16 units, from 0
/// @param end offset behind its last character
public record Extent(int line, int column, int start, int end) {}
