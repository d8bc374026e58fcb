// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.aws;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.sts.StsClient;

/// Temporary credentials of roles, asked of STS and kept until shortly before they expire. They are kept under the access
/// that assumed the role, secret included, so that changing it takes effect at once. Any thread.
final class AssumedRoles {

    private static final int MOST = 10_000;
    private static final Duration LONGEST = Duration.ofHours(1);
    /// A call that begins with credentials must not outlive them by much.
    private static final Duration BEFORE_EXPIRY = Duration.ofMinutes(5);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int SERVER_ERROR = 500;
    private static final int TOO_MANY_REQUESTS = 429;

    private final AwsClients clients;
    private final InstantSource clock;
    private final Cache<Asked, Kept> kept = Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(LONGEST).build();

    AssumedRoles(AwsClients clients, InstantSource clock) {
        this.clients = clients;
        this.clock = clock;
    }

    private record Asked(AwsAccess.Answer.Ready by, String role, String externalId, String session) {}

    private record Kept(AwsSessionCredentials credentials, Instant until) {}

    /// Assumes a role.
    ///
    /// @param externalId what the role's trust asks for; null for none
    /// @param session the name of the session, which AWS records: 2 to 64 letters, digits and `=,.@-`
    AwsAccess.Identity assume(AwsAccess.Answer.Ready by, String role, @Nullable String externalId, String session) {
        var asked = new Asked(by, role, externalId == null ? "" : externalId, session);
        var known = kept.getIfPresent(asked);
        if (known != null && clock.instant().isBefore(known.until)) {
            return new AwsAccess.Identity.Known(by.with(known.credentials));
        }
        var refusal = clients.refusal(by, "Sts");
        if (refusal.isPresent()) {
            return new AwsAccess.Identity.Unknown("The role " + role + " could not be assumed: " + refusal.get());
        }
        try {
            var credentials = ((StsClient) clients.client(by, "Sts")).assumeRole(request -> request.roleArn(role)
                    .externalId(externalId).roleSessionName(session)
                    .overrideConfiguration(options -> options.apiCallTimeout(PATIENCE))).credentials();
            if (credentials == null || credentials.secretAccessKey() == null || credentials.expiration() == null) {
                return new AwsAccess.Identity.Unknown(
                        "The role " + role + " could not be assumed: the answer has no credentials.");
            }
            var made = new Kept(
                    AwsSessionCredentials.create(credentials.accessKeyId(), credentials.secretAccessKey(),
                            credentials.sessionToken()),
                    credentials.expiration().minus(BEFORE_EXPIRY));
            kept.put(asked, made);
            return new AwsAccess.Identity.Known(by.with(made.credentials));
        } catch (AwsServiceException refused) {
            return refused.statusCode() >= SERVER_ERROR || refused.statusCode() == TOO_MANY_REQUESTS
                    || refused.isThrottlingException()
                            ? new AwsAccess.Identity.Unknown("The role " + role
                                    + " could not be assumed: the security token service answered "
                                    + refused.statusCode() + ".")
                            : new AwsAccess.Identity.NotAssumed(role);
        } catch (SdkClientException none) {
            return new AwsAccess.Identity.Unknown(
                    "The role " + role + " could not be assumed: the security token service gave no answer.");
        }
    }
}
