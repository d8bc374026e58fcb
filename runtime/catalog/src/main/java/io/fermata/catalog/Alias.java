// SPDX-License-Identifier: Apache-2.0
package io.fermata.catalog;

import java.time.Instant;

/// A name for one version of a state machine, or for two between which starts are divided.
public record Alias(String name, String description, Routing routing, Instant createdAt, Instant updatedAt) {}
