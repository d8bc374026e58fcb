// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.function;

import java.time.Instant;

/// A tenant's function, without its secret.
///
/// @param name 1 to 64 letters, digits, hyphens and underscores, as in Lambda
/// @param timeout seconds that one call may take; without effect on a function of AWS, which has its own
/// @param description at most 512 characters
/// @param changedAt when a field or the secret was last changed
public record Function(String name, FunctionTarget target, int timeout, String description, Instant changedAt) {}
