/// Where executions are durable: their journal, the shards and leases that fence it, the inbox, activity queues and what
/// wakes them. Plain SQL and nothing else. Called by the node alone.
@NullMarked
package io.fermata.journal;

import org.jspecify.annotations.NullMarked;
