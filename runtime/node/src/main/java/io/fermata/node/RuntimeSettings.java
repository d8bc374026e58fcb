// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The settings of the runtime.
///
/// @param node this process among its like
/// @param shard the leases of shards
/// @param retention how long finished executions are kept
@ConfigurationProperties("fermata")
public record RuntimeSettings(@DefaultValue NodeName node, @DefaultValue Shard shard,
        @DefaultValue Retention retention) {

    /// @param id a name for the list of nodes; the host's name if not given
    public record NodeName(@DefaultValue("") String id) {}

    /// @param lease how long a shard stays with a node that says nothing, 2 seconds or more
    public record Shard(@DefaultValue("10s") Duration lease) {

        public Shard {
            if (lease.compareTo(Duration.ofSeconds(2)) < 0) {
                throw new IllegalArgumentException("fermata.shard.lease is 2s or more, not: " + lease);
            }
        }
    }

    /// @param executions how long finished executions and their histories are kept
    /// @param logs how long the log of Express executions is kept
    public record Retention(@DefaultValue("90d") Duration executions, @DefaultValue("14d") Duration logs) {}
}
