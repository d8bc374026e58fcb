// SPDX-License-Identifier: Apache-2.0
package io.fermata.catalog;

import java.time.Instant;

/// A name for one version of a state machine, or for two between which starts are divided.
///
/// @param id grows with each new alias; the order of lists
/// @param description empty if none was given
public record Alias(long id, String name, String description, Routing routing, Instant createdAt, Instant updatedAt) {}
