// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.connection;

import java.time.Instant;
import java.util.List;

/// A connection as lists show it, without its secret.
///
/// @param arn in the form of EventBridge's connections
/// @param type `NONE`, `BASIC`, `API_KEY` or `OAUTH_CLIENT_CREDENTIALS`
/// @param hosts the hosts to which its credentials may be sent: names, or `*.` and a name
public record Connection(String name, String arn, String type, List<String> hosts, String description,
        Instant createdAt) {

    public Connection {
        hosts = List.copyOf(hosts);
    }
}
