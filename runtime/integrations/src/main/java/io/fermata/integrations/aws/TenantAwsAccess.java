// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.aws;

import io.fermata.integrations.aws.AwsAccess.Answer.Missing;
import io.fermata.integrations.aws.AwsAccess.Answer.Ready;
import io.fermata.tenancy.TenantId;
import io.fermata.tenancy.Tenants;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// A tenant's access to AWS: its default connection, or, while it has none, what the operator configured. A role is
/// assumed through either, unless the operator configured one address for all services, which knows no roles. Any thread.
final class TenantAwsAccess implements AwsAccess {

    private final AwsConnections connections;
    private final AwsAccess configured;
    private final AssumedRoles roles;
    private final Tenants tenants;
    private final String publicUrl;

    /// @param configured the access of tenants without a connection
    /// @param publicUrl where people make connections
    TenantAwsAccess(AwsConnections connections, AwsAccess configured, AssumedRoles roles, Tenants tenants,
            String publicUrl) {
        this.connections = connections;
        this.configured = configured;
        this.roles = roles;
        this.tenants = tenants;
        this.publicUrl = publicUrl;
    }

    @Override
    public Answer of(TenantId tenant) {
        var own = connections.openDefault(tenant);
        if (own.isPresent()) {
            return ready(tenant, own.get());
        }
        return switch (configured.of(tenant)) {
            case Ready ready -> ready;
            case Missing(var sentence) -> new Missing(sentence + " " + advice(tenant));
        };
    }

    @Override
    public Answer named(TenantId tenant, String connection) {
        return connections.open(tenant, connection).map(opened -> ready(tenant, opened)).orElseGet(
                () -> new Missing("This tenant has no AWS connection '" + connection + "'. " + advice(tenant)));
    }

    @Override
    public Identity as(TenantId tenant, String role) {
        return switch (of(tenant)) {
            case Missing(var sentence) -> new Identity.Unknown(sentence);
            case Ready ready when !ready.guarded() && ready.endpoint() != null -> new Identity.Known(ready);
            case Ready ready -> roles.assume(ready, role, null, session(tenant));
        };
    }

    private Answer ready(TenantId tenant, AwsConnections.Opened opened) {
        var connection = opened.connection();
        Map<String, URI> endpoints = connection.endpoints().entrySet().stream()
                .collect(Collectors.toMap(
                        entry -> SdkServices.name(entry.getKey()).orElse(entry.getKey()).toLowerCase(Locale.ROOT),
                        entry -> URI.create(entry.getValue()), (one, _) -> one));
        var keys = new Ready(connection.endpoint().isEmpty() ? null : URI.create(connection.endpoint()), endpoints,
                connection.region(), connection.accessKeyId(), opened.secretAccessKey(), null, true);
        if (connection.roleArn().isEmpty()) {
            return keys;
        }
        var externalId = connection.externalId().isEmpty() ? null : connection.externalId();
        return switch (roles.assume(keys, connection.roleArn(), externalId, session(tenant))) {
            case Identity.Known(var access) -> access;
            case Identity.Unknown(var sentence) ->
                new Missing("The AWS connection '" + connection.name() + "' is of no use now. " + sentence);
            case Identity.NotAssumed(var role) -> new Missing("AWS does not let the AWS connection '"
                    + connection.name() + "' assume its role " + role + ". " + advice(tenant));
        };
    }

    private String session(TenantId tenant) {
        return "fermata-" + tenants.accountId(tenant);
    }

    private String advice(TenantId tenant) {
        return "AWS connections are made and changed at " + publicUrl + "/t/"
                + tenants.byId(tenant).orElseThrow().slug() + "/aws-connections.";
    }
}
