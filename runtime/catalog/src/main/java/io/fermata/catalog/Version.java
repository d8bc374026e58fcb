// SPDX-License-Identifier: Apache-2.0
package io.fermata.catalog;

import java.time.Instant;

/// A published revision. Numbers count from 1 in their machine and are never used again.
public record Version(int number, Revision revision, String description, Instant createdAt) {}
