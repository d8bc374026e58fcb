// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import io.fermata.tenancy.keys.KmsRefusedException;

/// What Step Functions calls the refusals of KMS. Stateless.
public final class KmsErrors {

    private KmsErrors() {}

    /// The name of the error of the API; `ServiceUnavailable` when KMS said nothing.
    public static String code(KmsRefusedException refusal) {
        return switch (refusal.kind()) {
            case ACCESS_DENIED, UNUSABLE -> "KmsAccessDeniedException";
            case INVALID_STATE -> "KmsInvalidStateException";
            case THROTTLED -> "KmsThrottlingException";
            case UNREACHABLE -> "ServiceUnavailable";
        };
    }
}
