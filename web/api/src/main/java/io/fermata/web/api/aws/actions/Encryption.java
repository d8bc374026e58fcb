// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api.aws.actions;

import io.fermata.web.api.aws.ApiError;
import io.fermata.web.api.aws.Params;
import tools.jackson.databind.node.ObjectNode;

/// The member `encryptionConfiguration` (api.md, 4.9; ADR 29). All that Fermata keeps is sealed under data keys of the
/// tenant, which is what AWS calls an AWS owned key; what asks for a key of the customer's own is refused, because it would
/// not be used. Lengths, ranges and enumerations were held against AWS's model before. Stateless.
final class Encryption {

    private static final String MEMBER = "encryptionConfiguration";
    private static final String OWNED = "AWS_OWNED_KEY";
    private static final String KEY = "kmsKeyId";
    private static final String REUSE = "kmsDataKeyReusePeriodSeconds";

    private Encryption() {}

    /// Whether the request asks for something, or leaves encryption as it is.
    static boolean asked(Params params) {
        return params.structure(MEMBER).isPresent();
    }

    /// Whether the request asks for a key of the customer's own.
    static boolean ownKeyAsked(Params params) {
        return params.structure(MEMBER).flatMap(given -> given.optional("type")).filter(type -> !type.equals(OWNED))
                .isPresent();
    }

    /// Refuses members that do not go together.
    static void checkTogether(Params params) {
        params.structure(MEMBER).ifPresent(given -> {
            boolean own = ownKeyAsked(params);
            if (own && !given.has(KEY)) {
                throw invalid("'kmsKeyId' must be specified when 'type' is CUSTOMER_MANAGED_KMS_KEY");
            }
            if (!own && given.has(KEY)) {
                throw invalid("'kmsKeyId' must not be specified when 'type' is AWS_OWNED_KEY");
            }
            if (!own && given.has(REUSE)) {
                throw invalid("'kmsDataKeyReusePeriodSeconds' must not be specified when 'type' is AWS_OWNED_KEY");
            }
        });
    }

    /// Refuses a key that would not be used.
    static void checkUsable(Params params) {
        if (ownKeyAsked(params)) {
            throw ApiError.of("KmsAccessDeniedException",
                    "This server does not use customer managed KMS keys: everything is sealed under data keys of the tenant. Use type AWS_OWNED_KEY, or leave encryptionConfiguration out.");
        }
    }

    static void show(ObjectNode answer) {
        answer.putObject(MEMBER).put("type", OWNED);
    }

    private static ApiError invalid(String sentence) {
        return ApiError.of("InvalidEncryptionConfiguration", "Invalid Encryption Configuration: " + sentence);
    }
}
