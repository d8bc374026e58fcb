// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import io.fermata.engine.Signal;
import io.fermata.engine.TaskCompletion.Answer;
import io.fermata.tenancy.TenantId;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// A signal on its way to an execution of this node.
///
/// @param inboxId the inbox row it came in; null when it came from this process
/// @param answered completes when the execution has taken it durably, or refused it
record Delivery(TenantId tenant, long executionNo, Signal signal, @Nullable Long inboxId,
        CompletableFuture<Answer> answered) {

    Delivery(TenantId tenant, long executionNo, Signal signal) {
        this(tenant, executionNo, signal, null, new CompletableFuture<>());
    }
}
