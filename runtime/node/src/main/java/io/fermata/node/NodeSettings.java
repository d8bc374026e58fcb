// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import java.time.Duration;

/// How a node behaves.
///
/// @param id name of this process on the list of nodes; a random ending makes it its own
/// @param lease how long a shard stays with a node that says nothing
/// @param loops threads that advance executions, 1 or more
/// @param slowTurn what a turn may take on such a thread before those of its revision are computed beside it
/// @param version version and commit of this Fermata, for the list of nodes
public record NodeSettings(String id, Duration lease, int loops, Duration slowTurn, String version) {

    /// A turn of many quick states ends after 20 ms, so it takes one slow state to reach this.
    public static final Duration SLOW_TURN = Duration.ofMillis(50);

    /// With the usual bound of a turn.
    public NodeSettings(String id, Duration lease, int loops, String version) {
        this(id, lease, loops, SLOW_TURN, version);
    }
}
