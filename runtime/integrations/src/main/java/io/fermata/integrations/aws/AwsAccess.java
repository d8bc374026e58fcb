// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.aws;

import io.fermata.tenancy.TenantId;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/// Where and as whom a tenant calls AWS services.
@FunctionalInterface
public interface AwsAccess {

    /// The tenant's access, or what is missing for one.
    Answer of(TenantId tenant);

    /// Either an access or a sentence.
    sealed interface Answer {

        /// @param endpoint takes the calls of all services; null for each service's own in AWS
        /// @param secretAccessKey never printed
        record Ready(@Nullable URI endpoint, String region, String accessKeyId,
                String secretAccessKey) implements Answer {

            @Override
            public String toString() {
                return accessKeyId + " at " + (endpoint == null ? "AWS" : endpoint);
            }
        }

        /// The tenant may not call AWS services. The sentence says what an operator can set.
        record Missing(String sentence) implements Answer {}
    }
}
