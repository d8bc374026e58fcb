// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.aws;

import java.time.Instant;
import java.util.Map;

/// A tenant's connection to AWS as lists show it, without its secret access key.
///
/// @param name 1 to 64 letters, digits and `. - _`
/// @param isDefault whether tasks use it, which name no connection
/// @param region of the signatures, and of the services' own addresses
/// @param accessKeyId of the lasting credentials
/// @param roleArn the role that is assumed with them; empty for none
/// @param externalId what that role's trust asks for; empty for nothing
/// @param endpoint takes the calls of all services; empty for the services' own addresses
/// @param endpoints of single services, by their names in lower case as in `aws-sdk:` resources
/// @param changedAt when a field or the secret was last changed
public record AwsConnection(String name, boolean isDefault, String region, String accessKeyId, String roleArn,
        String externalId, String endpoint, Map<String, String> endpoints, String description, Instant createdAt,
        Instant changedAt) {

    public AwsConnection {
        endpoints = Map.copyOf(endpoints);
    }
}
