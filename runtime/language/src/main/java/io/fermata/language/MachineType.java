// SPDX-License-Identifier: Apache-2.0
package io.fermata.language;

/// The type of a state machine, which decides what its definition may use.
public enum MachineType {
    STANDARD,
    EXPRESS
}
