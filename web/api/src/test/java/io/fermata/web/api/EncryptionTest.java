// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api;

import static io.fermata.web.api.OneApi.arn;
import static io.fermata.web.api.OneApi.call;
import static io.fermata.web.api.OneApi.machine;
import static io.fermata.web.api.OneApi.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `encryptionConfiguration`: what is sealed anyway is shown, and no key is accepted that would not be used.
@ExtendWith(OneApi.class)
class EncryptionTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            'type':'AWS_OWNED_KEY','kmsKeyId':'k' | InvalidEncryptionConfiguration: Invalid Encryption Configuration: 'kmsKeyId' must not be specified
            'type':'AWS_OWNED_KEY','kmsDataKeyReusePeriodSeconds':300 | InvalidEncryptionConfiguration: Invalid Encryption Configuration: 'kmsDataKeyReusePeriodSeconds' must not
            'type':'CUSTOMER_MANAGED_KMS_KEY' | InvalidEncryptionConfiguration: Invalid Encryption Configuration: 'kmsKeyId' must be specified
            'type':'CUSTOMER_MANAGED_KMS_KEY','kmsDataKeyReusePeriodSeconds':300 | InvalidEncryptionConfiguration: Invalid Encryption Configuration: 'kmsKeyId' must be specified
            'type':'CUSTOMER_MANAGED_KMS_KEY','kmsKeyId':'alias/payments' | KmsAccessDeniedException: This server does not use customer managed KMS keys
            'type':'CUSTOMER_MANAGED_KMS_KEY','kmsKeyId':'k','kmsDataKeyReusePeriodSeconds':900 | KmsAccessDeniedException: This server does not use customer managed KMS keys
            'type':'CUSTOMER_MANAGED_KMS_KEY','kmsKeyId':'k','kmsDataKeyReusePeriodSeconds':901 | ValidationException: 1 validation error detected
            'type':'KMS' | ValidationException: 1 validation error detected
            """)
    void refusesWhatDoesNotGoTogetherAndWhatWouldNotBeUsed(String configuration, String answer) {
        machine("encrypted", "");
        var member = ",\"encryptionConfiguration\":{" + configuration.replace('\'', '"') + "}";

        assertThat(refusal("CreateStateMachine",
                "{\"name\":\"own-key\",\"roleArn\":\"arn:aws:iam::123456789012:role/r\","
                        + "\"definition\":\"{\\\"StartAt\\\":\\\"P\\\",\\\"States\\\":{\\\"P\\\":{\\\"Type\\\":\\\"Pass\\\",\\\"End\\\":true}}}\""
                        + member + "}"))
                .startsWith(answer);
        assertThat(refusal("UpdateStateMachine", "{\"stateMachineArn\":\"" + arn("encrypted") + "\"" + member + "}"))
                .startsWith(answer);
        assertThat(refusal("CreateActivity", "{\"name\":\"own-key\"" + member + "}")).startsWith(answer);
        assertThat(refusal("DescribeStateMachine", "{\"stateMachineArn\":\"" + arn("own-key") + "\"}"))
                .startsWith("StateMachineDoesNotExist");
    }

    @Test
    void acceptsAndShowsAnOwnedKey() {
        var owned = ",\"encryptionConfiguration\":{\"type\":\"AWS_OWNED_KEY\"}";
        machine("owned", owned);
        var activity = call("CreateActivity", "{\"name\":\"owned\"" + owned + "}").path("activityArn").stringValue();

        var updated = call("UpdateStateMachine", "{\"stateMachineArn\":\"" + arn("owned") + "\"" + owned + "}");

        assertThat(updated.has("updateDate")).isTrue();
        assertThat(updated.has("revisionId")).isFalse();
        assertThat(call("DescribeStateMachine", "{\"stateMachineArn\":\"" + arn("owned") + "\"}")
                .path("encryptionConfiguration").toString()).isEqualTo("{\"type\":\"AWS_OWNED_KEY\"}");
        assertThat(call("DescribeActivity", "{\"activityArn\":\"" + activity + "\"}").path("encryptionConfiguration")
                .toString()).isEqualTo("{\"type\":\"AWS_OWNED_KEY\"}");
    }

    @Test
    void anActivityThatIsThereGetsNoOtherKey() {
        var activity = call("CreateActivity", "{\"name\":\"kept\"}").path("activityArn").stringValue();

        assertThat(refusal("CreateActivity",
                "{\"name\":\"kept\",\"encryptionConfiguration\":{\"type\":\"CUSTOMER_MANAGED_KMS_KEY\",\"kmsKeyId\":\"k\"}}"))
                .isEqualTo("ActivityAlreadyExists: Activity Already Exists: '" + activity + "'");
    }
}
