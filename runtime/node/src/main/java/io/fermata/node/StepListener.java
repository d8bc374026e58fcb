// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import io.fermata.engine.ExecutionStatus;
import io.fermata.engine.Step;
import io.fermata.tenancy.TenantId;

/// Hears of each step once it is durable: for metrics, logs and live pages. Called on the journal's thread, so it must be
/// quick and must not throw.
@FunctionalInterface
public interface StepListener {

    /// A step has been made durable.
    void committed(TenantId tenant, long executionNo, Step step, ExecutionStatus status);
}
