// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fermata.language.Json;
import io.fermata.language.TaskResource;
import io.fermata.tenancy.TenantId;
import io.fermata.tenancy.keys.KmsRefusedException;
import io.fermata.tenancy.keys.KmsRefusedException.Kind;
import java.io.IOException;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is asked of KMS, and what becomes of its answers.
class AwsKmsTest {

    private static final String KEY = "arn:aws:kms:eu-central-1:111111111111:key/0a1b";
    private static final Map<String, String> CONTEXT = Map.of("aws:states:stateMachineArn", "arn:m");
    private static final byte[] PLAIN = new byte[32];
    private static final byte[] CIPHERTEXT = {1, 2, 3};

    private static FakeAws aws;
    private static AwsKms kms;
    private static TenantId tenant;

    @BeforeAll
    static void start() throws IOException {
        aws = new FakeAws(AwsKmsTest.class);
        kms = aws.get(AwsKms.class);
        tenant = new TenantId(aws.task(new TaskResource.Function("f"), "{}").tenant());
    }

    @AfterAll
    static void stop() {
        aws.close();
    }

    @BeforeEach
    void forget() {
        aws.asked.clear();
        aws.line.clear();
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    @Test
    void aDataKeyIsAskedForWithItsContextAndInTheRegionOfTheKey() {
        aws.answers("{\"CiphertextBlob\":\"" + base64(CIPHERTEXT) + "\",\"Plaintext\":\"" + base64(PLAIN)
                + "\",\"KeyId\":\"" + KEY + "\"}");

        var made = kms.generate(tenant, KEY, CONTEXT);

        assertThat(made.plain()).isEqualTo(PLAIN);
        assertThat(made.ciphertext()).isEqualTo(CIPHERTEXT);
        assertThat(made.kmsKeyArn()).isEqualTo(KEY);
        assertThat(aws.last().line()).isEqualTo("POST / TrentService.GenerateDataKey");
        assertThat(aws.last().authorization()).contains("/eu-central-1/kms/");
        assertThat(Json.parse(aws.last().body())).isEqualTo(Json.parse("{\"KeyId\":\"" + KEY
                + "\",\"EncryptionContext\":{\"aws:states:stateMachineArn\":\"arn:m\"},\"KeySpec\":\"AES_256\"}"));
    }

    @Test
    void anAliasStandsForTheKeyThatKmsNames() {
        aws.answers("{\"CiphertextBlob\":\"" + base64(CIPHERTEXT) + "\",\"Plaintext\":\"" + base64(PLAIN)
                + "\",\"KeyId\":\"" + KEY + "\"}");

        assertThat(kms.generate(tenant, "alias/mine", CONTEXT).kmsKeyArn()).isEqualTo(KEY);
        assertThat(aws.last().authorization()).contains("/us-east-1/kms/");
    }

    @Test
    void aDataKeyIsOpenedWithTheSameContext() {
        aws.answers("{\"Plaintext\":\"" + base64(PLAIN) + "\",\"KeyId\":\"" + KEY + "\"}");

        assertThat(kms.decrypt(tenant, KEY, CIPHERTEXT, CONTEXT)).isEqualTo(PLAIN);

        assertThat(aws.last().line()).isEqualTo("POST / TrentService.Decrypt");
        assertThat(Json.parse(aws.last().body())).isEqualTo(Json.parse("{\"KeyId\":\"" + KEY
                + "\",\"CiphertextBlob\":\"" + base64(CIPHERTEXT)
                + "\",\"EncryptionContext\":{\"aws:states:stateMachineArn\":\"arn:m\"}}"));
    }

    @ParameterizedTest
    @CsvSource({"AccessDeniedException,400,it is not allowed,ACCESS_DENIED,",
            "DisabledException,400,arn is disabled.,INVALID_STATE,DISABLED",
            "KMSInvalidStateException,400,arn is pending deletion.,INVALID_STATE,PENDING_DELETION",
            "KMSInvalidStateException,400,arn is pending import.,INVALID_STATE,PENDING_IMPORT",
            "NotFoundException,400,Key 'x' does not exist,INVALID_STATE,",
            "InvalidKeyUsageException,400,arn key usage is SIGN_VERIFY,UNUSABLE,",
            "ThrottlingException,400,Rate exceeded,THROTTLED,", "KMSInternalException,500,oops,UNREACHABLE,"})
    void refusalsAreOfTheKindsThatStepFunctionsKnows(String code, int status, String said, Kind kind, String state) {
        aws.answers(status, Map.of(), "{\"__type\":\"" + code + "\",\"message\":\"" + said + "\"}");

        var refusal = catchThrowableOfType(KmsRefusedException.class,
                () -> kms.decrypt(tenant, KEY, CIPHERTEXT, CONTEXT));

        assertThat(refusal.kind()).isEqualTo(kind);
        assertThat(refusal.keyState()).isEqualTo(state);
        assertThat(refusal).hasMessageContaining(KEY).hasMessageContaining(code).hasMessageContaining(said);
        assertThat(aws.asked).hasSize(1);
    }

    @Test
    void aTenantWithoutAccessToAwsIsToldWhereConnectionsAreMade() {
        var other = aws.otherTenant();

        var refusal = catchThrowableOfType(KmsRefusedException.class, () -> kms.generate(other, KEY, CONTEXT));

        assertThat(refusal.kind()).isEqualTo(Kind.ACCESS_DENIED);
        assertThat(refusal).hasMessageContaining("/aws-connections");
    }
}
