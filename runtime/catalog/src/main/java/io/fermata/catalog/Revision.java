// SPDX-License-Identifier: Apache-2.0
package io.fermata.catalog;

import io.fermata.language.MachineType;
import io.fermata.tenancy.TenantId;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a state machine was at one time. Never changes; an execution keeps the revision with which it started.
///
/// @param number counts from 1 in its machine
/// @param uuid the public identifier; empty for the first revision, which the API calls INITIAL
/// @param definition the text as it was given, at most 1,048,576 characters; of a sealed one [StateMachines#definition] gives it
/// @param logging the logging configuration as JSON text
/// @param tracing the tracing configuration as JSON text
/// @param encryption what seals the definition, and all executions of this revision
/// @param sealedDefinition the sealed text; null when it is not sealed
public record Revision(long id, TenantId tenant, long stateMachineId, MachineType type, int number,
        Optional<String> uuid, String definition, String roleArn, String logging,
        String tracing, Instant createdAt, Encryption encryption, byte @Nullable [] sealedDefinition) {

    /// The text of a definition that is not sealed.
    ///
    /// @throws IllegalStateException if it is
    public String definition() {
        if (sealedDefinition != null) {
            throw new IllegalStateException("the definition of revision " + id + " is sealed: open it first");
        }
        return definition;
    }

    /// How long the stored text is, in characters or sealed bytes.
    int size() {
        return sealedDefinition == null ? definition.length() : sealedDefinition.length;
    }
}
