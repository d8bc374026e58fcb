// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.aws;

import io.fermata.tenancy.TenancySettings;
import io.fermata.tenancy.TenantId;
import io.fermata.tenancy.Tenants;
import java.net.URI;

/// The access that the operator configured with the first tenant: its own access key, at its own endpoint. Every other
/// tenant has none, so that no tenant calls with another's credentials. Any thread.
final class ConfiguredAwsAccess implements AwsAccess {

    /// Stands for the services' own addresses.
    private static final String AWS = "aws";

    private final TenancySettings settings;
    private final Tenants tenants;

    ConfiguredAwsAccess(TenancySettings settings, Tenants tenants) {
        this.settings = settings;
        this.tenants = tenants;
    }

    @Override
    public Answer of(TenantId tenant) {
        var first = settings.bootstrap();
        var account = tenants.accountId(tenant);
        if (!first.isGiven() || !first.accountId().equals(account)) {
            return new Answer.Missing("The tenant of account " + account
                    + " has no access to AWS services: it has no AWS connection.");
        }
        if (first.awsEndpointUrl().isBlank()) {
            return missing("aws-endpoint-url");
        }
        if (first.accessKeyId().isBlank()) {
            return missing("access-key-id");
        }
        if (first.secretAccessKey().isBlank()) {
            return missing("secret-access-key");
        }
        var address = first.awsEndpointUrl().strip();
        return new Answer.Ready(address.equals(AWS) ? null : URI.create(address), settings.region(),
                first.accessKeyId(),
                first.secretAccessKey());
    }

    private static Answer missing(String property) {
        return new Answer.Missing("This tenant has no access to AWS services: fermata.bootstrap." + property
                + " is not set.");
    }
}
