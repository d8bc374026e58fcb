// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.aws;

import io.fermata.tenancy.TenantId;
import java.time.Duration;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.sts.StsClient;

/// Tries a connection to AWS by the one call that everybody may make and that changes nothing: `GetCallerIdentity`.
public final class AwsConnectionCheck {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final AwsAccess access;
    private final AwsClients clients;

    AwsConnectionCheck(AwsAccess access, AwsClients clients) {
        this.access = access;
        this.clients = clients;
    }

    /// What came of it.
    ///
    /// @param sentence for a person, without secrets
    public record Tried(boolean works, String sentence) {}

    /// Tries the connection of that name. Takes up to 20 seconds.
    public Tried check(TenantId tenant, String connection) {
        return switch (access.named(tenant, connection)) {
            case AwsAccess.Answer.Missing(var sentence) -> new Tried(false, sentence);
            case AwsAccess.Answer.Ready ready -> clients.refusal(ready, "Sts")
                    .map(sentence -> new Tried(false, sentence + ".")).orElseGet(() -> check(ready));
        };
    }

    private Tried check(AwsAccess.Answer.Ready ready) {
        try {
            var caller = ((StsClient) clients.client(ready, "Sts")).getCallerIdentity(
                    request -> request.overrideConfiguration(options -> options.apiCallTimeout(PATIENCE)));
            return new Tried(true, "AWS knows this connection as " + caller.arn() + ".");
        } catch (AwsServiceException refused) {
            var details = refused.awsErrorDetails();
            return new Tried(false, "AWS refused with status " + refused.statusCode()
                    + (details == null || details.errorCode() == null ? "." : " and " + details.errorCode() + "."));
        } catch (SdkClientException none) {
            return new Tried(false, "There was no answer: " + none.getMessage());
        }
    }
}
