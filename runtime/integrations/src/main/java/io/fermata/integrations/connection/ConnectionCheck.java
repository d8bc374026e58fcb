// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.connection;

import io.fermata.tenancy.TenantId;
import io.fermata.tenancy.egress.EgressGuard;

/// Tries a connection without changing anything on the other side: fetches a token for OAuth, and looks whether the hosts
/// may be called. Any thread.
public final class ConnectionCheck {

    private final Connections connections;
    private final OAuthTokens tokens;
    private final EgressGuard guard;

    public ConnectionCheck(Connections connections, OAuthTokens tokens, EgressGuard guard) {
        this.connections = connections;
        this.tokens = tokens;
        this.guard = guard;
    }

    /// What came of it.
    ///
    /// @param sentence for a person, without secrets
    public record Tried(boolean works, String sentence) {}

    /// Tries the connection of that name. Takes up to 20 seconds.
    public Tried check(TenantId tenant, String name) {
        var found = connections.find(tenant, name);
        if (found.isEmpty()) {
            return new Tried(false, "There is no connection " + name + " any more.");
        }
        var connection = found.get().connection();
        if (found.get().authorization() instanceof Authorization.OAuth client) {
            return switch (tokens.token(tenant, connection, client)) {
                case OAuthTokens.Token _ -> new Tried(true, "The token endpoint gave a token.");
                case OAuthTokens.NoToken(_, var sentence) -> new Tried(false, sentence);
            };
        }
        for (var host : connection.hosts()) {
            if (!host.startsWith("*.")) {
                var refusal = guard.refusal("https://" + host + "/");
                if (refusal.isPresent()) {
                    return new Tried(false, "The host " + host + ": " + refusal.get().sentence() + ".");
                }
            }
        }
        return new Tried(true,
                "All hosts have addresses that may be called. Whether they take the credentials shows only a task.");
    }
}
