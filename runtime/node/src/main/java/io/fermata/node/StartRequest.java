// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import io.fermata.journal.Qualifier;
import io.fermata.tenancy.TenantId;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A wish to start an execution.
///
/// @param name the name of the caller's choice, 1 to 80 characters; null for a generated one
/// @param input any JSON value, as large as the tenant's limits allow
/// @param startedBy who or what starts it, for people, at most 200 characters
/// @param qualifier the version and alias that gave the revision
public record StartRequest(TenantId tenant, long stateMachineId, long revisionId, @Nullable String name,
        JsonNode input, String startedBy, Qualifier qualifier) {

    /// By the name of the state machine alone.
    public StartRequest(TenantId tenant, long stateMachineId, long revisionId, @Nullable String name, JsonNode input,
            String startedBy) {
        this(tenant, stateMachineId, revisionId, name, input, startedBy, Qualifier.NONE);
    }
}
