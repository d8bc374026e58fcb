// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console.graph;

/// What a graph shows on one state of one execution.
///
/// @param family the colour family: `run ok bad hold turn idle`
/// @param icon the name of a symbol of the sprite
/// @param word the status in words
/// @param sub what stands under the name, or empty for what the state calls
/// @param attempts how many attempts or visits to show; 0 or 1 shows none
public record Mark(String family, String icon, String word, String sub, int attempts) {}
