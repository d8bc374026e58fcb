// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

/// What an execution is called. Known without its definition, which a customer's key may seal.
///
/// @param stateMachineArn of the machine; for a child of a Map Run with the label behind it
public record ExecutionNames(String executionArn, String executionName, String stateMachineArn) {

    /// What the children of a Map Run are called, this being what an execution of the whole machine of that name would be.
    ExecutionNames child(String label) {
        var machine = stateMachineArn + "/" + label;
        return new ExecutionNames(machine.replaceFirst(":stateMachine:", ":execution:") + ":" + executionName,
                executionName, machine);
    }
}
