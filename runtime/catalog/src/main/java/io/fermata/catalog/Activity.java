// SPDX-License-Identifier: Apache-2.0
package io.fermata.catalog;

import io.fermata.tenancy.TenantId;
import java.time.Instant;

/// A queue of tasks for workers outside.
///
/// @param encryption what seals the inputs of its tasks
public record Activity(long id, TenantId tenant, String name, Instant createdAt, Encryption encryption) {}
