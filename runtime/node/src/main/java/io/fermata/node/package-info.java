/// Where executions run: shards and their loops, leases, timers, dispatch of tasks. Threads live only here. Called by the
/// API, the console and the scheduler through {@link io.fermata.node.Executions}.
@NullMarked
package io.fermata.node;

import org.jspecify.annotations.NullMarked;
