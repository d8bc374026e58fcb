// SPDX-License-Identifier: Apache-2.0
package io.fermata.catalog;

/// What can have tags.
public sealed interface TagOwner {

    /// A state machine, by its id.
    record OfStateMachine(long id) implements TagOwner {}

    /// An activity, by its id.
    record OfActivity(long id) implements TagOwner {}
}
