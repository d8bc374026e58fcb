// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import io.fermata.engine.ExecutionStatus;
import io.fermata.tenancy.TenantId;
import java.time.Instant;

/// An execution with a journal began, went on after a redrive, or ended. Numbers are for inside the house;
/// {@link ExecutionEvents#event} makes what is shown outside.
///
/// @param stateMachineId the machine; negative for a child of a Map Run
/// @param step the step of its journal that made the change
/// @param ends whether it ended; a step may both begin and end an execution, and then makes two changes
/// @param status where it stands since then
public record StatusChange(TenantId tenant, long executionNo, long stateMachineId, int step, boolean ends,
        ExecutionStatus status, Instant at) {}
