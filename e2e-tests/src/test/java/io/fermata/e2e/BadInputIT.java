// SPDX-License-Identifier: Apache-2.0
package io.fermata.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sfn.model.InvalidDefinitionException;
import software.amazon.awssdk.services.sfn.model.InvalidExecutionInputException;
import software.amazon.awssdk.services.sfn.model.InvalidNameException;
import software.amazon.awssdk.services.sfn.model.SfnException;

/// Bad input gets a clear answer, and nothing of it is stored.
@ExtendWith(OneNode.class)
class BadInputIT {

    private static Fermata fermata;

    @BeforeAll
    static void start() throws Exception {
        fermata = OneNode.get();
    }

    @Test
    void aDefinitionThatIsNotJsonIsRefusedWithItsPlace() throws Exception {
        try (var client = fermata.client()) {
            assertThatThrownBy(() -> TwoNodesIT.machine(client, "broken", "{\"StartAt\": oops}"))
                    .isInstanceOf(InvalidDefinitionException.class).hasMessageContaining("INVALID_JSON_DESCRIPTION")
                    .hasMessageContaining("line: 1");
            assertThat(machines("broken")).isEqualTo("0");
        }
    }

    @Test
    void anUnknownStateIsNamed() throws Exception {
        try (var client = fermata.client()) {
            assertThatThrownBy(() -> TwoNodesIT.machine(client, "dangling",
                    "{\"StartAt\":\"A\",\"States\":{\"A\":{\"Type\":\"Pass\",\"Next\":\"Nowhere\"}}}"))
                    .isInstanceOf(InvalidDefinitionException.class)
                    .hasMessageContaining("Missing 'Next' target: Nowhere at /States/A/Next");
            assertThat(machines("dangling")).isEqualTo("0");
        }
    }

    @Test
    void badNamesAndInputsAreRefused() {
        try (var client = fermata.client()) {
            var machine = TwoNodesIT.machine(client, "inputs",
                    "{\"StartAt\":\"P\",\"States\":{\"P\":{\"Type\":\"Pass\",\"End\":true}}}");
            assertThatThrownBy(
                    () -> client.startExecution(request -> request.stateMachineArn(machine).input("not json")))
                    .isInstanceOf(InvalidExecutionInputException.class);
            assertThatThrownBy(
                    () -> client.startExecution(request -> request.stateMachineArn(machine).name("a b").input("{}")))
                    .isInstanceOf(InvalidNameException.class);
            assertThatThrownBy(() -> client.startExecution(
                    request -> request.stateMachineArn(machine).input("\"" + "x".repeat(262_144) + "\"")))
                    .isInstanceOf(SfnException.class).hasMessageContaining("262144 bytes");
            assertThat(client.listExecutions(request -> request.stateMachineArn(machine)).executions()).isEmpty();
        }
    }

    @Test
    void aBodyOfThreeMebibytesIsRefused() throws Exception {
        var answer = post("{\"definition\":\"" + "x".repeat(3 << 20) + "\"}", "AWS4-HMAC-SHA256 x");

        assertThat(answer).startsWith("400").contains("larger than 2097152 bytes");
    }

    @Test
    void aWrongSignatureAnUnknownKeyAndNoSignatureAreToldApart() throws Exception {
        try (var wrong = fermata.client(Fermata.KEY, "wrong");
                var unknown = fermata.client("AKIAUNKNOWN00000000X", "x")) {
            assertThatThrownBy(wrong::listStateMachines).isInstanceOf(SfnException.class)
                    .hasMessageContaining("signature we calculated does not match");
            assertThatThrownBy(unknown::listStateMachines).isInstanceOf(SfnException.class)
                    .hasMessageContaining("security token included in the request is invalid");
        }
        assertThat(post("{}", null)).contains("MissingAuthenticationTokenException");
    }

    private static String post(String body, String authorization) throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create(fermata.url() + "/"))
                    .header("X-Amz-Target", "AWSStepFunctions.CreateStateMachine")
                    .header("Content-Type", "application/x-amz-json-1.0").POST(BodyPublishers.ofString(body));
            if (authorization != null) {
                request.header("Authorization", authorization);
            }
            var answer = http.send(request.build(), BodyHandlers.ofString());
            return answer.statusCode() + " " + answer.body();
        }
    }

    private static String machines(String name) throws Exception {
        return OneNode.schema().query("SELECT COUNT(*) FROM state_machine WHERE name = '" + name + "'");
    }
}
