// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api;

import static io.fermata.node.testing.TestNode.await;
import static io.fermata.web.api.OneApi.arn;
import static io.fermata.web.api.OneApi.bean;
import static io.fermata.web.api.OneApi.call;
import static io.fermata.web.api.OneApi.machine;
import static io.fermata.web.api.OneApi.pass;
import static io.fermata.web.api.OneApi.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.fermata.tenancy.keys.KeyRing;
import io.fermata.tenancy.keys.Kms;
import io.fermata.tenancy.keys.testing.MemoryKms;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `encryptionConfiguration`: keys are shown and used, and what KMS refuses is answered as KMS said.
@ExtendWith(OneApi.class)
class EncryptionTest {

    private static final String KEY = "arn:aws:kms:us-east-1:111111111111:key/one";
    private static final String OWN_KEY = ",\"encryptionConfiguration\":{\"type\":\"CUSTOMER_MANAGED_KMS_KEY\",\"kmsKeyId\":\""
            + KEY + "\",\"kmsDataKeyReusePeriodSeconds\":60}";
    private static final String SHOWN = "{\"kmsKeyId\":\"" + KEY
            + "\",\"kmsDataKeyReusePeriodSeconds\":60,\"type\":\"CUSTOMER_MANAGED_KMS_KEY\"}";
    private static final MemoryKms KMS = new MemoryKms();

    @BeforeAll
    static void useKms() {
        bean(KeyRing.class).useKms(KMS);
        KMS.deny("denied");
        KMS.disable("disabled");
    }

    @AfterAll
    static void useNone() {
        bean(KeyRing.class).useKms(Kms.NONE);
    }

    @AfterEach
    void giveBack() {
        KMS.allow(KEY);
        pass(Duration.ofSeconds(2));
    }

    private static void takeAway() {
        KMS.deny(KEY);
        pass(Duration.ofSeconds(100));
    }

    private static String of(String member, String arn) {
        return "{\"" + member + "\":\"" + arn + "\"}";
    }

    private static String start(String machine) {
        var execution = call("StartExecution",
                "{\"stateMachineArn\":\"" + arn(machine) + "\",\"input\":\"{\\\"a\\\":1}\"}").path("executionArn")
                .stringValue();
        await("its end", () -> call("DescribeExecution", of("executionArn", execution)).path("status").stringValue()
                .equals("SUCCEEDED"));
        return execution;
    }

    @Test
    void everyDescriptionShowsTheKey() {
        machine("shown", OWN_KEY);
        var version = call("PublishStateMachineVersion", of("stateMachineArn", arn("shown")))
                .path("stateMachineVersionArn").stringValue();
        var execution = start("shown");
        var activity = call("CreateActivity", "{\"name\":\"shown\"" + OWN_KEY + "}").path("activityArn").stringValue();

        for (var described : List.of(call("DescribeStateMachine", of("stateMachineArn", arn("shown"))),
                call("DescribeStateMachine", of("stateMachineArn", version)),
                call("DescribeStateMachineForExecution", of("executionArn", execution)),
                call("DescribeActivity", of("activityArn", activity)))) {
            assertThat(described.path("encryptionConfiguration").toString()).isEqualTo(SHOWN);
        }
        assertThat(call("DescribeStateMachine", of("stateMachineArn", arn("shown"))).path("definition").stringValue())
                .contains("\"Comment\":\"v1\"");
        assertThat(call("DescribeExecution", of("executionArn", execution)).path("output").stringValue())
                .isEqualTo("{\"a\":1}");
        assertThat(call("GetExecutionHistory", of("executionArn", execution)).path("events")).hasSize(4);
    }

    @Test
    void withoutTheKeyWhatNeedsItIsRefusedAndMetadataIsShown() {
        machine("away", OWN_KEY);
        var execution = start("away");
        takeAway();

        for (var operation : List.of("DescribeStateMachine", "StartExecution", "UpdateStateMachine")) {
            var more = operation.equals("UpdateStateMachine") ? ",\"roleArn\":\"arn:aws:iam::1:role/other\"}" : "}";
            assertThat(refusal(operation, "{\"stateMachineArn\":\"" + arn("away") + "\"" + more)).as(operation)
                    .startsWith("KmsAccessDeniedException: The test does not allow the key " + KEY);
        }
        for (var operation : List.of("DescribeExecution", "GetExecutionHistory", "DescribeStateMachineForExecution")) {
            assertThat(refusal(operation, of("executionArn", execution))).as(operation)
                    .startsWith("KmsAccessDeniedException");
        }
        var machine = call("DescribeStateMachine",
                "{\"stateMachineArn\":\"" + arn("away") + "\",\"includedData\":\"METADATA_ONLY\"}");
        assertThat(machine.path("definition").stringValue()).isEqualTo("{}");
        assertThat(machine.path("encryptionConfiguration").toString()).isEqualTo(SHOWN);
        var shown = call("DescribeExecution",
                "{\"executionArn\":\"" + execution + "\",\"includedData\":\"METADATA_ONLY\"}");
        assertThat(shown.path("status").stringValue()).isEqualTo("SUCCEEDED");
        assertThat(shown.has("input")).isFalse();
        assertThat(shown.path("inputDetails").toString()).isEqualTo("{\"included\":false}");
        assertThat(shown.path("outputDetails").toString()).isEqualTo("{\"included\":false}");
        assertThat(call("DescribeStateMachineForExecution",
                "{\"executionArn\":\"" + execution + "\",\"includedData\":\"METADATA_ONLY\"}").path("definition")
                .stringValue()).isEqualTo("{}");
        assertThat(call("ListExecutions", of("stateMachineArn", arn("away"))).path("executions")).hasSize(1);
    }

    @Test
    void aDisabledKeyIsAnInvalidStateOfTheKey() {
        machine("disabled", OWN_KEY);
        KMS.disable(KEY);
        pass(Duration.ofSeconds(100));

        assertThat(refusal("DescribeStateMachine", of("stateMachineArn", arn("disabled"))))
                .isEqualTo("KmsInvalidStateException: " + KEY + " is disabled.");
    }

    @Test
    void aChangeOfTheKeyAloneLeavesAllElse() {
        machine("rekeyed", "");

        var updated = call("UpdateStateMachine", "{\"stateMachineArn\":\"" + arn("rekeyed") + "\"" + OWN_KEY + "}");

        assertThat(updated.has("revisionId")).isTrue();
        var described = call("DescribeStateMachine", of("stateMachineArn", arn("rekeyed")));
        assertThat(described.path("encryptionConfiguration").toString()).isEqualTo(SHOWN);
        assertThat(described.path("roleArn").stringValue()).isEqualTo("arn:aws:iam::111111111111:role/r");
        assertThat(described.path("definition").stringValue()).contains("v1");
    }

    @Test
    void aTaskUnderARefusedKeyIsNotAnswered() {
        machine("asked", OWN_KEY);
        var activity = call("CreateActivity", "{\"name\":\"asked\"" + OWN_KEY + "}").path("activityArn").stringValue();
        call("UpdateStateMachine",
                "{\"stateMachineArn\":\"" + arn("asked")
                        + "\",\"definition\":\"{\\\"StartAt\\\":\\\"T\\\",\\\"States\\\":{\\\"T\\\":{\\\"Type\\\":\\\"Task\\\",\\\"Resource\\\":\\\""
                        + activity + "\\\",\\\"End\\\":true}}}\"}");
        var execution = call("StartExecution", of("stateMachineArn", arn("asked"))).path("executionArn").stringValue();
        var token = call("GetActivityTask", of("activityArn", activity)).path("taskToken").stringValue();
        takeAway();

        assertThat(refusal("SendTaskSuccess", "{\"taskToken\":\"" + token + "\",\"output\":\"1\"}"))
                .startsWith("KmsAccessDeniedException");
        assertThat(refusal("SendTaskFailure", "{\"taskToken\":\"" + token + "\"}"))
                .startsWith("KmsAccessDeniedException");
        assertThat(refusal("StopExecution", of("executionArn", execution))).startsWith("KmsAccessDeniedException");

        giveBack();
        await("the answer", () -> refusal("SendTaskSuccess",
                "{\"taskToken\":\"" + token + "\",\"output\":\"1\"}").startsWith("no refusal"));
        await("the end", () -> call("DescribeExecution", of("executionArn", execution)).path("status").stringValue()
                .equals("SUCCEEDED"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            'type':'AWS_OWNED_KEY','kmsKeyId':'k' | InvalidEncryptionConfiguration: Invalid Encryption Configuration: 'kmsKeyId' must not be specified
            'type':'AWS_OWNED_KEY','kmsDataKeyReusePeriodSeconds':300 | InvalidEncryptionConfiguration: Invalid Encryption Configuration: 'kmsDataKeyReusePeriodSeconds' must not
            'type':'CUSTOMER_MANAGED_KMS_KEY' | InvalidEncryptionConfiguration: Invalid Encryption Configuration: 'kmsKeyId' must be specified
            'type':'CUSTOMER_MANAGED_KMS_KEY','kmsDataKeyReusePeriodSeconds':300 | InvalidEncryptionConfiguration: Invalid Encryption Configuration: 'kmsKeyId' must be specified
            'type':'CUSTOMER_MANAGED_KMS_KEY','kmsKeyId':'denied' | KmsAccessDeniedException: The test does not allow the key denied
            'type':'CUSTOMER_MANAGED_KMS_KEY','kmsKeyId':'disabled','kmsDataKeyReusePeriodSeconds':900 | InvalidEncryptionConfiguration: Invalid Encryption Configuration: disabled is disabled.
            'type':'CUSTOMER_MANAGED_KMS_KEY','kmsKeyId':'k','kmsDataKeyReusePeriodSeconds':901 | ValidationException: 1 validation error detected
            'type':'KMS' | ValidationException: 1 validation error detected
            """)
    void refusesWhatDoesNotGoTogetherAndWhatKmsRefuses(String configuration, String answer) {
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
