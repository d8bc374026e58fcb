// SPDX-License-Identifier: Apache-2.0
package io.fermata.catalog;

import io.fermata.language.MachineType;
import io.fermata.tenancy.TenantId;
import java.time.Instant;
import java.util.Optional;

/// What a state machine was at one time. Never changes; an execution keeps the revision with which it started.
///
/// @param number counts from 1 in its machine
/// @param uuid the public identifier; empty for the first revision, which the API calls INITIAL
/// @param definition the text as it was given, at most 1,048,576 characters
/// @param logging the logging configuration as JSON text
/// @param tracing the tracing configuration as JSON text
public record Revision(long id, TenantId tenant, long stateMachineId, MachineType type, int number,
        Optional<String> uuid, String definition, String roleArn, String logging,
        String tracing, Instant createdAt) {}
