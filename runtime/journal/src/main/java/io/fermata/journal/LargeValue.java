// SPDX-License-Identifier: Apache-2.0
package io.fermata.journal;

/// A value that is too large to be written with each step that names it, and has a row of its own.
///
/// @param number from 1, in its execution
/// @param payload sealed
public record LargeValue(int number, byte[] payload) {

    /// How a step names the value.
    ///
    /// @param hash SHA-256 of the value's JSON, as Base64: the same content is stored once
    record Reference(int number, String hash) {}
}
