// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import java.time.Duration;

/// How a node behaves.
///
/// @param id name of this process on the list of nodes; a random ending makes it its own
/// @param lease how long a shard stays with a node that says nothing
/// @param loops threads that advance executions, 1 or more
/// @param version version and commit of this Fermata, for the list of nodes
public record NodeSettings(String id, Duration lease, int loops, String version) {}
