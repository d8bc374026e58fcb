// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.aws;

import io.fermata.tenancy.TenantId;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/// Where and as whom a tenant calls AWS services.
@FunctionalInterface
public interface AwsAccess {

    /// The tenant's own access, or what is missing for one. May ask the database, and AWS for temporary credentials.
    Answer of(TenantId tenant);

    /// The access of a role that the tenant's own access may assume.
    ///
    /// @param role its ARN
    default Identity as(TenantId tenant, String role) {
        return identity(of(tenant));
    }

    /// The tenant's connection of that name, for a call that names one.
    default Answer named(TenantId tenant, String connection) {
        return new Answer.Missing("This tenant has no AWS connection '" + connection + "'.");
    }

    /// An answer as an identity.
    static Identity identity(Answer answer) {
        return switch (answer) {
            case Answer.Ready ready -> new Identity.Known(ready);
            case Answer.Missing(var sentence) -> new Identity.Unknown(sentence);
        };
    }

    /// Either an access or a sentence.
    sealed interface Answer {

        /// @param endpoint takes the calls of all services; null for each service's own in AWS
        /// @param endpoints of single services, by the SDK's name of the service in lower case; they come first
        /// @param secretAccessKey never printed
        /// @param sessionToken of temporary credentials, never printed; null for lasting ones
        /// @param guarded whether the endpoints are the tenant's choice, so that calls must not lead inside
        record Ready(@Nullable URI endpoint, Map<String, URI> endpoints, String region, String accessKeyId,
                String secretAccessKey, @Nullable String sessionToken, boolean guarded) implements Answer {

            public Ready {
                endpoints = Map.copyOf(endpoints);
            }

            /// The access that an operator configured: lasting credentials, one endpoint or AWS's own.
            Ready(@Nullable URI endpoint, String region, String accessKeyId, String secretAccessKey) {
                this(endpoint, Map.of(), region, accessKeyId, secretAccessKey, null, false);
            }

            /// Where the calls of a service go; null for its own address in AWS.
            ///
            /// @param service as the SDK spells its client
            public @Nullable URI endpoint(String service) {
                return endpoints.getOrDefault(service.toLowerCase(Locale.ROOT), endpoint);
            }

            /// What signs the calls.
            public AwsCredentials credentials() {
                return sessionToken == null
                        ? AwsBasicCredentials.create(accessKeyId, secretAccessKey)
                        : AwsSessionCredentials.create(accessKeyId, secretAccessKey, sessionToken);
            }

            /// The same place with other credentials.
            Ready with(AwsSessionCredentials temporary) {
                return new Ready(endpoint, endpoints, region, temporary.accessKeyId(), temporary.secretAccessKey(),
                        temporary.sessionToken(), guarded);
            }

            /// The same access in another region.
            Ready in(String other) {
                return other.equals(region)
                        ? this
                        : new Ready(endpoint, endpoints, other, accessKeyId, secretAccessKey, sessionToken, guarded);
            }

            @Override
            public String toString() {
                return accessKeyId + " at " + (endpoint == null ? "AWS" : endpoint);
            }
        }

        /// The tenant may not call AWS services. The sentence says what an operator can set.
        record Missing(String sentence) implements Answer {}
    }

    /// As whom a task calls.
    sealed interface Identity {

        /// The access is there.
        record Known(Answer.Ready access) implements Identity {}

        /// There is none; the sentence says why.
        record Unknown(String sentence) implements Identity {}

        /// AWS does not let the tenant's access assume the role.
        record NotAssumed(String role) implements Identity {}
    }
}
