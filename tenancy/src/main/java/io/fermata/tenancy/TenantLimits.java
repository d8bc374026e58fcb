// SPDX-License-Identifier: Apache-2.0
package io.fermata.tenancy;

/// The limits that a tenant has chosen for the executions it starts. The numbers are the engine's.
public enum TenantLimits {

    /// AWS's, exactly.
    AWS,

    /// Fermata's own: no end of the history, large values.
    FERMATA
}
