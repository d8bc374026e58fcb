// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api;

import static io.fermata.web.api.OneApi.SECOND;
import static io.fermata.web.api.OneApi.arn;
import static io.fermata.web.api.OneApi.call;
import static io.fermata.web.api.OneApi.machine;
import static io.fermata.web.api.OneApi.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.fermata.language.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Operations on Express state machines, and what the logging of any machine may be.
@ExtendWith(OneApi.class)
class ExpressOperationsTest {

    private static final String EXPRESS = ",\"type\":\"EXPRESS\"";

    @Test
    void runsToItsEndInOneCall() {
        machine("sync", EXPRESS);

        var answer = call("StartSyncExecution", """
                {"stateMachineArn":"%s","name":"mine","input":"{\\"a\\":1}","traceHeader":"Root=1"}"""
                .formatted(arn("sync")));

        assertThat(answer.path("executionArn").stringValue())
                .matches("arn:aws:states:us-east-1:111111111111:express:sync:mine:[0-9a-f-]{36}");
        assertThat(answer.path("stateMachineArn").stringValue()).isEqualTo(arn("sync"));
        assertThat(answer.path("name").stringValue()).isEqualTo("mine");
        assertThat(answer.path("status").stringValue()).isEqualTo("SUCCEEDED");
        assertThat(answer.path("output").stringValue()).isEqualTo("{\"a\":1}");
        assertThat(answer.path("traceHeader").stringValue()).isEqualTo("Root=1");
        assertThat(answer.path("billingDetails").path("billedMemoryUsedInMB").intValue()).isEqualTo(64);
        assertThat(answer.has("redriveCount")).isFalse();
    }

    @Test
    void metadataAloneHidesInputAndOutput() {
        machine("metadata", EXPRESS);

        var answer = call("StartSyncExecution",
                "{\"stateMachineArn\":\"" + arn("metadata") + "\",\"includedData\":\"METADATA_ONLY\"}");

        assertThat(answer.has("input") || answer.has("output")).isFalse();
        assertThat(answer.path("outputDetails")).isEqualTo(Json.parse("{\"included\":false}"));
    }

    @Test
    void startsUnderANameThatIsUsedAlready() {
        machine("again", EXPRESS);
        var request = "{\"stateMachineArn\":\"" + arn("again") + "\",\"name\":\"same\"}";

        var first = call("StartExecution", request).path("executionArn").stringValue();
        var second = call("StartExecution", request).path("executionArn").stringValue();

        assertThat(first).contains(":express:again:same:").isNotEqualTo(second);
    }

    @ParameterizedTest
    @ValueSource(strings = {"DescribeExecution", "StopExecution", "GetExecutionHistory",
            "DescribeStateMachineForExecution", "RedriveExecution", "ListMapRuns"})
    void knowsNoOperationOnAnExpressExecution(String operation) {
        assertThat(refusal(operation,
                "{\"executionArn\":\"arn:aws:states:us-east-1:111111111111:express:m:e:r\"}"))
                .isEqualTo("InvalidArn: Invalid Arn: 'Resource type not valid in this context: express'");
    }

    @Test
    void eachTypeHasItsOwnOperations() {
        machine("standard-only", "");
        machine("express-only", EXPRESS);

        assertThat(refusal("StartSyncExecution", "{\"stateMachineArn\":\"" + arn("standard-only") + "\"}")).isEqualTo(
                "StateMachineTypeNotSupported: This operation is not supported by this type of state machine");
        assertThat(refusal("ListExecutions", "{\"stateMachineArn\":\"" + arn("express-only") + "\"}")).isEqualTo(
                "StateMachineTypeNotSupported: This operation is not supported by this type of state machine");
    }

    @Test
    void anotherAccountsMachineIsAnsweredAsAMissingOne() {
        machine("foreign-express", EXPRESS);
        var request = "{\"stateMachineArn\":\"" + arn("foreign-express") + "\"}";

        assertThat(refusal(SECOND, "StartSyncExecution", request)).isEqualTo(
                "StateMachineDoesNotExist: State Machine Does Not Exist: '" + arn("foreign-express") + "'");
        assertThat(refusal(SECOND, "StartExecution", request)).isEqualTo(
                "StateMachineDoesNotExist: State Machine Does Not Exist: '" + arn("foreign-express") + "'");
    }

    @Test
    void refusesAnInputThatIsNoJsonAndAnIllegalName() {
        machine("input", EXPRESS);

        assertThat(refusal("StartSyncExecution", "{\"stateMachineArn\":\"" + arn("input") + "\",\"input\":\"\"}"))
                .isEqualTo("InvalidExecutionInput: Invalid State Machine Execution Input: 'Invalid execution input.'");
        assertThat(refusal("StartSyncExecution", "{\"stateMachineArn\":\"" + arn("input") + "\",\"name\":\"a b\"}"))
                .isEqualTo("InvalidName: Invalid Name: 'a b'");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"level":"ALL"} | InvalidLoggingConfiguration: Invalid Logging Configuration: Must specify exactly one Log Destination.
            {"level":"ERROR","destinations":[{},{}]} | InvalidLoggingConfiguration: Invalid Logging Configuration: Must specify exactly one Log Destination.
            {"level":"all"} | ValidationException: 1 validation error detected: Value 'all' at 'loggingConfiguration.level' failed to satisfy constraint: Member must satisfy enum value set: [ALL, ERROR, FATAL, OFF]
            "ALL" | SerializationException: Member 'loggingConfiguration' must be a structure
            """)
    void refusesALoggingConfigurationThatCannotBe(String logging, String refusal) {
        assertThat(refusal("CreateStateMachine", """
                {"name":"bad-logging","roleArn":"arn:aws:iam::111111111111:role/r","definition":"%s",
                "loggingConfiguration":%s}""".formatted(OneApi.pass("v1"), logging))).isEqualTo(refusal);
    }

    @Test
    void takesADestinationThatNobodyHereCanLookFor() {
        var logging = """
                {"level":"ERROR","includeExecutionData":true,"destinations":[{"cloudWatchLogsLogGroup":\
                {"logGroupArn":"arn:aws:logs:us-east-1:111111111111:log-group:g:*"}}]}""";
        machine("logged", ",\"loggingConfiguration\":" + logging);

        assertThat(call("DescribeStateMachine", "{\"stateMachineArn\":\"" + arn("logged") + "\"}")
                .path("loggingConfiguration")).isEqualTo(Json.parse(logging));
    }
}
