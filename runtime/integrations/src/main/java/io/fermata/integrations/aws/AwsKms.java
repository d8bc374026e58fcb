// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.aws;

import io.fermata.integrations.aws.AwsAccess.Answer.Missing;
import io.fermata.integrations.aws.AwsAccess.Answer.Ready;
import io.fermata.tenancy.Arn;
import io.fermata.tenancy.TenantId;
import io.fermata.tenancy.keys.Kms;
import io.fermata.tenancy.keys.KmsRefusedException;
import io.fermata.tenancy.keys.KmsRefusedException.Kind;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.DataKeySpec;

/// AWS KMS through the access that a tenant's tasks use which name no connection. The region in the ARN of a key comes
/// before the connection's; an endpoint of the connection takes the calls. One attempt of ten seconds for each call. Any
/// thread that may wait.
public final class AwsKms implements Kms {

    private static final String SERVICE = "Kms";
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int SERVER_ERROR = 500;

    private final AwsAccess access;
    private final AwsClients clients;

    AwsKms(AwsAccess access, AwsClients clients) {
        this.access = access;
        this.clients = clients;
    }

    @Override
    public Generated generate(TenantId tenant, String kmsKeyId, Map<String, String> context) {
        return asked(tenant, kmsKeyId, client -> {
            var made = client.generateDataKey(request -> request.keyId(kmsKeyId).keySpec(DataKeySpec.AES_256)
                    .encryptionContext(context).overrideConfiguration(AwsKms::bounded));
            return new Generated(bytes(made.plaintext(), kmsKeyId), bytes(made.ciphertextBlob(), kmsKeyId),
                    made.keyId() == null ? kmsKeyId : made.keyId());
        });
    }

    @Override
    public byte[] decrypt(TenantId tenant, String kmsKeyId, byte[] ciphertext, Map<String, String> context) {
        return asked(tenant, kmsKeyId,
                client -> bytes(client.decrypt(request -> request.keyId(kmsKeyId)
                        .ciphertextBlob(SdkBytes.fromByteArray(ciphertext)).encryptionContext(context)
                        .overrideConfiguration(AwsKms::bounded)).plaintext(), kmsKeyId));
    }

    private static void bounded(AwsRequestOverrideConfiguration.Builder options) {
        options.apiCallTimeout(PATIENCE);
    }

    private static byte[] bytes(@Nullable SdkBytes given, String kmsKeyId) {
        if (given == null) {
            throw new KmsRefusedException(Kind.UNREACHABLE, "KMS gave an answer without a data key for " + kmsKeyId);
        }
        return given.asByteArray();
    }

    private <T> T asked(TenantId tenant, String kmsKeyId, Function<KmsClient, T> question) {
        try {
            return question.apply(client(tenant, kmsKeyId));
        } catch (AwsServiceException refused) {
            throw refusal(kmsKeyId, refused);
        } catch (SdkClientException none) {
            throw new KmsRefusedException(Kind.UNREACHABLE, "KMS gave no answer for the key " + kmsKeyId
                    + ". It is safe to send the request again.");
        }
    }

    private KmsClient client(TenantId tenant, String kmsKeyId) {
        return switch (access.of(tenant)) {
            case Missing(var sentence) -> throw new KmsRefusedException(Kind.ACCESS_DENIED,
                    "The KMS key " + kmsKeyId + " cannot be used. " + sentence);
            case Ready ready -> {
                var there = ready.in(region(kmsKeyId, ready.region()));
                clients.refusal(there, SERVICE).ifPresent(sentence -> {
                    throw new KmsRefusedException(Kind.ACCESS_DENIED,
                            "The KMS key " + kmsKeyId + " cannot be used. " + sentence);
                });
                yield (KmsClient) clients.client(there, SERVICE);
            }
        };
    }

    private static String region(String kmsKeyId, String otherwise) {
        return Arn.parse(kmsKeyId).map(Arn::region).filter(region -> !region.isEmpty()).orElse(otherwise);
    }

    /// KMS's errors in the kinds of which Step Functions has an answer each. What KMS says names the key and the caller and
    /// holds no secrets.
    private static KmsRefusedException refusal(String kmsKeyId, AwsServiceException refused) {
        var details = refused.awsErrorDetails();
        var code = details == null || details.errorCode() == null ? "" : details.errorCode();
        var said = details == null || details.errorMessage() == null ? "" : details.errorMessage();
        var sentence = "KMS refused the key " + kmsKeyId + (code.isEmpty() ? "" : ": " + code)
                + (said.isBlank() ? "" : ": " + said);
        if (refused.isThrottlingException() || code.equals("LimitExceededException")) {
            return new KmsRefusedException(Kind.THROTTLED, sentence);
        }
        return switch (code) {
            case "DisabledException" -> new KmsRefusedException(Kind.INVALID_STATE, sentence, "DISABLED");
            case "KMSInvalidStateException" -> new KmsRefusedException(Kind.INVALID_STATE, sentence, state(said));
            case "NotFoundException" -> new KmsRefusedException(Kind.INVALID_STATE, sentence);
            case "InvalidKeyUsageException" -> new KmsRefusedException(Kind.UNUSABLE, sentence);
            case "KeyUnavailableException", "DependencyTimeoutException" ->
                new KmsRefusedException(Kind.UNREACHABLE, sentence);
            default -> new KmsRefusedException(
                    refused.statusCode() >= SERVER_ERROR ? Kind.UNREACHABLE : Kind.ACCESS_DENIED, sentence);
        };
    }

    private static @Nullable String state(String said) {
        var text = said.toLowerCase(Locale.ROOT);
        if (text.contains("pending deletion")) {
            return "PENDING_DELETION";
        }
        if (text.contains("pending import")) {
            return "PENDING_IMPORT";
        }
        if (text.contains("creating")) {
            return "CREATING";
        }
        return text.contains("unavailable") ? "UNAVAILABLE" : null;
    }
}
