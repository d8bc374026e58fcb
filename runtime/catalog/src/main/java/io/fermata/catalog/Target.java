// SPDX-License-Identifier: Apache-2.0
package io.fermata.catalog;

import org.jspecify.annotations.Nullable;

/// What the name of a state machine, alone or with a version or alias behind it, stands for at one moment.
///
/// @param revision what an execution started now would run
/// @param version the number of the version that was named or that the alias chose; null without either
/// @param alias the alias that was named; null without one
public record Target(StateMachine machine, Revision revision, @Nullable Integer version, @Nullable String alias) {}
