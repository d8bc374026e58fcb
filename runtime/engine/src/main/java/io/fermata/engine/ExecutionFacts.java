// SPDX-License-Identifier: Apache-2.0
package io.fermata.engine;

import io.fermata.language.Definition;

/// What is fixed about an execution from its start, beside its history: the definition it runs and the names that its
/// context object shows. Immutable.
///
/// @param tenant id of the tenant that owns it
/// @param executionNo the execution's number in the journal
public record ExecutionFacts(long tenant, long executionNo, Definition definition, String executionArn,
        String executionName,
        String stateMachineArn, String stateMachineName, String roleArn) {}
