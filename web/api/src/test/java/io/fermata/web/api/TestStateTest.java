// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api;

import static io.fermata.web.api.OneApi.FIRST;
import static io.fermata.web.api.OneApi.SECOND;
import static io.fermata.web.api.OneApi.arn;
import static io.fermata.web.api.OneApi.call;
import static io.fermata.web.api.OneApi.machine;
import static io.fermata.web.api.OneApi.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fermata.integrations.connection.Authorization;
import io.fermata.integrations.connection.Connections;
import io.fermata.language.Json;
import io.fermata.tenancy.Role;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Trying single states: what is refused, what is shown, and that nobody reaches another tenant's things by it.
@ExtendWith(OneApi.class)
class TestStateTest {

    private static final String PASS = "{'Type':'Pass','End':true}";
    private static final String TASK = "{'Type':'Task','Resource':'arn:aws:states:::lambda:invoke','Parameters':{'FunctionName':'f'},'End':true}";
    private static final String MAP = "{'Type':'Map','ItemsPath':'$.l','ItemProcessor':{'StartAt':'I','States':{'I':{'Type':'Pass','End':true}}},'End':true}";
    private static final String ROLE = "'roleArn':'arn:aws:iam::111111111111:role/r'";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            PASS + " | 'mock':{'result':'1'} | State type 'Pass' is not supported when a mock is specified",
            TASK + " | 'input':'{}' | RoleArn must be specified when testing a Task state",
            TASK + " | 'mock':{'result':'{}','errorOutput':{'error':'E'}} | A test mock should have only one of the following fields: [result, errorOutput].",
            TASK + " | 'mock':{} | A test mock should have only one of the following fields: [result, errorOutput].",
            TASK + " | 'mock':{'result':'{'} | Mocked result must be valid JSON",
            TASK + " | 'mock':{'result':'{}'},'revealSecrets':true | TestState does not support RevealSecrets when a mock is specified.",
            TASK + " | 'mock':{'result':'{}'},'context':'{\\\\'Pokedex\\\\':1}' | Invalid Context object provided: Field 'Pokedex' is not allowed",
            TASK + " | 'mock':{'result':'{}'},'context':'{\\\\'Map\\\\':{}}' | Invalid Context object provided: 'Map' field is not supported when mocking a Context object",
            TASK + " | 'mock':{'result':'{}'},'context':'{\\\\'Execution\\\\':{\\\\'Id\\\\':1}}' | Invalid Context object provided: Execution.Id must be a string",
            TASK + " | 'mock':{'result':'{}'},'context':'{\\\\'Task\\\\':{\\\\'Token\\\\':\\\\'t\\\\'}}' | Invalid Context object provided: Context object contains 'Task' when state is not a Task state with a '.sync' or '.waitForTaskToken' service integration pattern",
            PASS + " | 'context':'{}' | TestState does not support Context when a mock is not specified.",
            TASK + " | 'mock':{'result':'{\\\\'StatusCode\\\\':\\\\'200\\\\'}'} | Mock result schema validation error: Field 'StatusCode' must be a number",
            MAP + " | 'stateConfiguration':{'mapIterationFailureCount':0} | TestState does not support MapIterationFailureCount when a mock is not specified.",
            MAP + " | 'mock':{'result':'{}'} | Mocked result must be an array.",
            MAP + " | 'mock':{'result':'[1]'},'stateConfiguration':{'mapIterationFailureCount':2} | Map iteration failure count must be less than or equal to the number of Map iterations",
            MAP + " | 'mock':{'result':'[1]'},'stateConfiguration':{'errorCausedByState':'No'} | State not found in definition",
            PASS + " | 'variables':'[]' | Invalid variables provided: must be a JSON object",
            PASS + " | 'inspectionLevel':'LOUD' | 1 validation error detected: Value 'LOUD' at 'inspectionLevel' failed to satisfy constraint: Member must satisfy enum value set: [INFO, DEBUG, TRACE]"})
    void saysInAWordWhatItDoesNotTake(String definition, String more, String sentence) {
        assertThat(refusal("TestState", request(definition, more))).isEqualTo("ValidationException: " + sentence);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            MAP + " | TestState API does not support Map or Parallel states. Supported state types include: [Task, Wait, Pass, Succeed, Fail, Choice]",
            "{'Type':'Task','Resource':'arn:aws:states:us-east-1:111111111111:activity:a','End':true} | TestState API does not support Activity tasks or the .sync and .waitForTaskToken service integration patterns when a mock is not specified.",
            "{'Type':'Nope'} | Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: The field 'Type' should have one of these values: [Task, Wait, Pass, Succeed, Fail, Choice, Parallel, Map] at /States/StateName/Type'"})
    void refusesStatesThatCannotBeTried(String definition, String sentence) {
        assertThat(refusal("TestState", request(definition, ROLE))).isEqualTo("InvalidDefinition: " + sentence);
    }

    @Test
    void refusesAnInputThatIsNoJson() {
        assertThat(refusal("TestState", request(PASS, "'input':'not json'"))).startsWith("InvalidExecutionInput: ");
    }

    @Test
    void aViewerTriesNothing() {
        assertThatThrownBy(() -> call(FIRST, Role.VIEWER, "TestState", request(PASS, "'input':'1'")))
                .hasMessageContaining("is not authorized to perform: states:TestState");
    }

    @Test
    void anOperatorSeesNoSecrets() {
        assertThatThrownBy(() -> call(FIRST, Role.OPERATOR, "TestState", request(PASS, "'revealSecrets':true")))
                .hasMessageContaining("SECRET_REVEAL");
    }

    @Test
    void showsTheDataFlowAndWhatComesNext() {
        var answer = call("TestState", request(
                "{'Type':'Pass','QueryLanguage':'JSONata','Assign':{'b':2},'Output':'{% $a %}','Next':'N'}",
                "'variables':'{\\\\'a\\\\':1}','inspectionLevel':'DEBUG','input':'{\\\\'i\\\\':0}'"));

        assertThat(answer).isEqualTo(Json.parse("""
                {"output":"1","inspectionData":{"input":"{\\"i\\":0}","variables":"{\\"a\\":1,\\"b\\":2}"},
                 "nextState":"N","status":"SUCCEEDED"}"""));
    }

    @Test
    void findsAStateInsideAMap() {
        var answer = call("TestState",
                request("{'StartAt':'M','States':{'M':" + MAP + "}}", "'stateName':'I','input':'7'"));

        assertThat(answer).isEqualTo(Json.parse("{\"output\":\"7\",\"status\":\"SUCCEEDED\"}"));
    }

    @Test
    void startsAnExecutionOfTheOwnTenantOnAccountOfTheCaller() {
        machine("tried", "");

        var answer = start(FIRST, "tried");

        assertThat(answer.path("status").stringValue()).isEqualTo("SUCCEEDED");
        var started = Json.parse(answer.path("output").stringValue()).path("ExecutionArn").stringValue();
        assertThat(call("DescribeExecution", "{\"executionArn\":\"" + started + "\"}").path("stateMachineArn")
                .stringValue()).isEqualTo(arn("tried"));
    }

    @Test
    void reachesNoStateMachineOfAnotherTenant() {
        machine("foreign", "");

        var answer = start(SECOND, "foreign");

        assertThat(answer.path("status").stringValue()).isEqualTo("FAILED");
        assertThat(answer.path("error").stringValue())
                .isEqualTo("StepFunctions.StateMachineDoesNotExistException");
        assertThat(call("ListExecutions", "{\"stateMachineArn\":\"" + arn("foreign") + "\"}").path("executions"))
                .isEmpty();
    }

    @Test
    void usesNoConnectionOfAnotherTenant() {
        var made = (Connections.Created) OneApi.bean(Connections.class).create(OneApi.tenant(FIRST),
                new Connections.NewConnection("theirs", new Authorization.ApiKey("X-Key", "secret"),
                        List.of("api.example.org"), ""));
        var state = "{'Type':'Task','Resource':'arn:aws:states:::http:invoke','Parameters':{'ApiEndpoint':'https://api.example.org/','Method':'GET','InvocationConfig':{'ConnectionArn':'"
                + made.connection().arn() + "'}},'End':true}";

        var answer = call(SECOND, Role.ADMIN, "TestState",
                request(state, ROLE + ",'inspectionLevel':'TRACE','revealSecrets':true"));

        assertThat(answer.path("error").stringValue()).isEqualTo("Events.ConnectionResource.ResourceNotFound");
        assertThat(answer.toString()).doesNotContain("secret");
    }

    @Test
    void showsATokenThatAnswersNothing() {
        var state = "{'Type':'Task','Resource':'arn:aws:states:::lambda:invoke.waitForTaskToken','Parameters':{'FunctionName':'f','Payload':{'t.$':'$$.Task.Token'}},'End':true}";
        var answer = call("TestState", request(state, "'mock':{'result':'1'},'inspectionLevel':'DEBUG'"));
        var token = Json.parse(answer.path("inspectionData").path("afterParameters").stringValue()).path("Payload")
                .path("t").stringValue();

        assertThat(refusal("SendTaskSuccess", "{\"taskToken\":\"" + token + "\",\"output\":\"1\"}"))
                .startsWith("InvalidToken");
    }

    private static JsonNode start(String account, String machine) {
        var state = "{'Type':'Task','Resource':'arn:aws:states:::states:startExecution','Parameters':{'StateMachineArn':'"
                + arn(machine) + "'},'End':true}";
        return call(account, Role.ADMIN, "TestState", request(state, ROLE));
    }

    /// @param definition JSON with single quotes
    /// @param more members with single quotes, those inside of texts behind two backslashes
    private static String request(String definition, String more) {
        var request = JsonNodeFactory.instance.objectNode().put("definition", definition.strip().replace('\'', '"'));
        Json.parse("{" + more.strip().replace("\\\\'", "\\\"").replace("'", "\"") + "}")
                .properties().forEach(entry -> request.set(entry.getKey(), entry.getValue()));
        return Json.write(request);
    }
}
