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
/// @param asked whether somebody waits for the answer, who is better told that there is none now than left waiting for a key
/// @param answered completes when the execution has taken it durably, or refused it
record Delivery(TenantId tenant, long executionNo, Signal signal, @Nullable Long inboxId, boolean asked,
        CompletableFuture<Answer> answered) {

    Delivery(TenantId tenant, long executionNo, Signal signal) {
        this(tenant, executionNo, signal, null, false, new CompletableFuture<>());
    }

    /// A signal whose sender waits for the answer.
    static Delivery asked(TenantId tenant, long executionNo, Signal signal) {
        return new Delivery(tenant, executionNo, signal, null, true, new CompletableFuture<>());
    }
}
