// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api.aws.actions;

import io.fermata.catalog.Encryption;
import io.fermata.tenancy.keys.CustomerKey;
import io.fermata.tenancy.keys.KmsRefusedException;
import io.fermata.web.api.aws.ApiError;
import io.fermata.web.api.aws.Params;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/// The member `encryptionConfiguration` (api.md, 4.9; ADR 33). Lengths, ranges and enumerations were held against AWS's model
/// before. Stateless.
final class Encryptions {

    private static final String MEMBER = "encryptionConfiguration";
    private static final String OWNED = "AWS_OWNED_KEY";
    private static final String CUSTOMER = "CUSTOMER_MANAGED_KMS_KEY";
    private static final String KEY = "kmsKeyId";
    private static final String REUSE = "kmsDataKeyReusePeriodSeconds";
    private static final int REUSED_FOR = 300;

    private Encryptions() {}

    /// What a request asks for; empty when it leaves encryption as it is.
    ///
    /// @param resourceArn of the state machine or activity
    /// @throws ApiError `InvalidEncryptionConfiguration` when members do not go together
    static Optional<Encryption> read(Params params, String resourceArn) {
        return params.structure(MEMBER).map(given -> {
            boolean own = !given.text("type").equals(OWNED);
            if (own && !given.has(KEY)) {
                throw invalid("'kmsKeyId' must be specified when 'type' is CUSTOMER_MANAGED_KMS_KEY");
            }
            if (!own && given.has(KEY)) {
                throw invalid("'kmsKeyId' must not be specified when 'type' is AWS_OWNED_KEY");
            }
            if (!own && given.has(REUSE)) {
                throw invalid("'kmsDataKeyReusePeriodSeconds' must not be specified when 'type' is AWS_OWNED_KEY");
            }
            return own
                    ? new Encryption.Customer(new CustomerKey(given.text(KEY),
                            Duration.ofSeconds(given.number(REUSE).orElse(REUSED_FOR)), resourceArn))
                    : Encryption.OWNED;
        });
    }

    /// Stores what names a key. A key that can make no data keys is an invalid configuration, as at AWS; other refusals are
    /// KMS's.
    static <T> T stored(Supplier<T> work) {
        try {
            return work.get();
        } catch (KmsRefusedException refusal) {
            throw switch (refusal.kind()) {
                case INVALID_STATE, UNUSABLE -> invalid(String.valueOf(refusal.getMessage()));
                case ACCESS_DENIED, THROTTLED, UNREACHABLE -> refusal;
            };
        }
    }

    static void show(ObjectNode answer, Encryption encryption) {
        var shown = answer.putObject(MEMBER);
        switch (encryption) {
            case Encryption.Owned _ -> shown.put("type", OWNED);
            case Encryption.Customer(var key) -> shown.put(KEY, key.kmsKeyId())
                    .put(REUSE, key.reuse().toSeconds()).put("type", CUSTOMER);
        }
    }

    private static ApiError invalid(String sentence) {
        return ApiError.of("InvalidEncryptionConfiguration", "Invalid Encryption Configuration: " + sentence);
    }
}
