// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fermata.engine.TaskOutcome;
import io.fermata.engine.TaskOutcome.Answered;
import io.fermata.engine.TaskOutcome.Failed;
import io.fermata.integrations.IntegrationsFixture;
import io.fermata.language.EvaluationException;
import io.fermata.language.Json;
import io.fermata.language.TaskResource.Integration;
import io.fermata.language.TaskResource.Pattern;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Requests to an API on a server on this machine that goes by the API's name.
class ApiGatewayIntegrationTest {

    private static final Integration INVOKE = IntegrationsFixture.resource("apigateway", "invoke",
            Pattern.REQUEST_RESPONSE);
    private static final String HOST = "abc123.execute-api.us-east-1.amazonaws.com";

    private static FakeAws aws;
    private static ApiGatewayIntegration gateway;

    @BeforeAll
    static void start() throws IOException {
        aws = new FakeAws(ApiGatewayIntegrationTest.class);
        gateway = aws.get(ApiGatewayIntegration.class);
    }

    @AfterAll
    static void stop() {
        aws.close();
    }

    @Test
    void invokesTheApiUnderItsOwnName() {
        aws.answers(200, Map.of("X-Kind", "k"), "{\"a\":1}");

        var outcome = invoke("""
                "Stage":"dev","Path":"id_func","Method":"POST","RequestBody":{"a":1,"gone":null},\
                "Headers":{"custom":["x","y"]},"QueryParameters":{"q":["1 2"]}""");

        assertThat(aws.last().line()).isEqualTo("POST /dev/id_func?q=1%202");
        assertThat(aws.last().host()).isEqualTo(HOST);
        assertThat(aws.last().body()).isEqualTo("{\"a\":1}");
        assertThat(aws.last().headers().get("Custom")).containsExactly("x", "y");
        assertThat(aws.last().authorization()).isEqualTo("null");
        assertThat(outcome).isInstanceOfSatisfying(Answered.class, answered -> {
            assertThat(answered.output().propertyNames()).containsExactly("Headers", "ResponseBody", "StatusCode",
                    "StatusText");
            assertThat(answered.output().at("/Headers/X-kind/0").stringValue()).isEqualTo("k");
            assertThat(answered.output().path("ResponseBody")).isEqualTo(Json.parse("{\"a\":1}"));
            assertThat(answered.output().path("StatusText").stringValue()).isEqualTo("OK");
        });
    }

    @Test
    void sendsATextAsJsonAndSignsWhenAsked() {
        aws.answers("\"HelloWorld\"");

        var outcome = invoke("\"Method\":\"POST\",\"RequestBody\":\"HelloWorld\",\"AuthType\":\"IAM_ROLE\"");

        assertThat(aws.last().body()).isEqualTo("\"HelloWorld\"");
        assertThat(aws.last().authorization()).startsWith("AWS4-HMAC-SHA256 Credential=AKIATEST/")
                .contains("/us-east-1/execute-api/", "host;");
        assertThat(((Answered) outcome).output().path("ResponseBody").stringValue()).isEqualTo("HelloWorld");
    }

    @Test
    void anAnswerThatIsNotGoodFailsUnderItsNumber() {
        aws.answers(403, Map.of(), "{\"message\":\"Missing Authentication Token\"}");

        assertThat(invoke("\"Method\":\"GET\""))
                .isEqualTo(new Failed("ApiGateway.403", "{\"message\":\"Missing Authentication Token\"}"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            "Method":"GET","Headers":{"custom":"single"} | The value of the field 'Headers' has an invalid format
            "Method":"GET","QueryParameters":{"q":1} | The value of the field 'QueryParameters' has an invalid format
            "Method":"FETCH" | The value of the field 'Method' has an invalid format
            "Path":"p" | The field 'Method' is required but was missing
            "Method":"GET","Headers":{"Host":["x"]} | The header 'Host' is not supported by Step Functions
            "Method":"GET","Body":"x" | The field 'Body' is not supported by Step Functions
            """)
    void refusesWhatBreaksARuleBeforeAnyAttempt(String members, String problem) {
        assertThatThrownBy(() -> gateway.prepare(INVOKE, Json.parse(parameters(members))))
                .isInstanceOfSatisfying(EvaluationException.class,
                        broken -> assertThat(broken.reason())
                                .endsWith("could not be used to start the Task: [" + problem
                                        + "]"));
    }

    @Test
    void callsNoOtherHostThanAnApi() {
        assertThatThrownBy(() -> gateway.prepare(INVOKE,
                Json.parse("{\"ApiEndpoint\":\"169.254.169.254\",\"Method\":\"GET\"}")))
                .hasMessageContaining("The value of the field 'ApiEndpoint' has an invalid format");
    }

    private static String parameters(String members) {
        return "{\"ApiEndpoint\":\"" + HOST + "\"," + members + "}";
    }

    private static TaskOutcome invoke(String members) {
        var parameters = gateway.prepare(INVOKE, Json.parse(parameters(members)));
        return gateway.call(aws.task(INVOKE, Json.write(parameters)));
    }
}
