// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import io.fermata.journal.CommitMetrics;

/// What a node holds at a moment, for metrics and the page of nodes.
///
/// @param residents executions in memory
/// @param calls calls of resources under way
public record NodeState(String id, int shards, int residents, int calls, CommitMetrics commits) {}
