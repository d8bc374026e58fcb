// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api;

import static io.fermata.web.api.OneApi.FIRST;
import static io.fermata.web.api.OneApi.SECOND;
import static io.fermata.web.api.OneApi.arn;
import static io.fermata.web.api.OneApi.call;
import static io.fermata.web.api.OneApi.machine;
import static org.assertj.core.api.Assertions.assertThat;

import io.fermata.engine.TaskOutcome;
import io.fermata.engine.TaskRequest;
import io.fermata.language.Json;
import io.fermata.language.TaskResource;
import io.fermata.node.testing.TestNode;
import io.fermata.tenancy.Role;
import io.fermata.web.api.aws.SfnTasks;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// Tasks that call the API of this server by `aws-sdk:sfn`.
@ExtendWith(OneApi.class)
class SfnTasksTest {

    private static final AtomicInteger NAMES = new AtomicInteger();

    @Test
    void aTaskAnswersForAnother() {
        var activity = call("CreateActivity", "{\"name\":\"answered\"}").path("activityArn").stringValue();
        var waiting = start(FIRST, "{'StartAt':'T','States':{'T':{'Type':'Task','Resource':'" + activity
                + "','End':true}}}");
        var token = call("GetActivityTask", "{\"activityArn\":\"" + activity + "\"}").path("taskToken").stringValue();

        assertThat(output("sendTaskHeartbeat", "{'TaskToken':'" + token + "'}")).isEqualTo("{}");
        assertThat(output("sendTaskSuccess", "{'TaskToken':'" + token + "','Output':{'a':1}}")).isEqualTo("{}");

        assertThat(ended(FIRST, waiting).path("output").stringValue()).isEqualTo("{\"a\":1}");
    }

    @Test
    void aTaskStopsAndDescribesAnExecution() {
        var execution = start(FIRST,
                "{'StartAt':'W','States':{'W':{'Type':'Wait','Seconds':9000,'End':true}}}");

        var stopped = Json.parse(output("stopExecution",
                "{'ExecutionArn':'" + execution + "','Error':'E','Cause':'because'}"));
        var described = Json.parse(output("describeExecution", "{'ExecutionArn':'" + execution + "'}"));

        assertThat(stopped.path("StopDate").stringValue())
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        assertThat(described.path("StopDate")).isEqualTo(stopped.path("StopDate"));
        assertThat(described.path("Status").stringValue()).isEqualTo("ABORTED");
        assertThat(described.path("InputDetails").toString()).isEqualTo("{\"Included\":true}");
        assertThat(List.copyOf(described.propertyNames())).isSorted();
    }

    @Test
    void namesThatAreNoMembersStayAsTheyAre() {
        call("CreateStateMachine", """
                {"name":"reads","roleArn":"arn:aws:iam::111111111111:role/r","definition":"%s"}""".formatted("""
                {'StartAt':'first','States':{'first':{'Type':'Pass','Assign':{'v':1},'Next':'second'},\
                'second':{'Type':'Pass','Parameters':{'p.$':'$v'},'End':true}}}""".replace("'", "\\\"")));

        var described = Json.parse(output("describeStateMachine", "{'StateMachineArn':'" + arn("reads") + "'}"));

        assertThat(described.path("VariableReferences").toString()).isEqualTo("{\"second\":[\"v\"]}");
    }

    @Test
    void structuresNumbersAndFlagsAreSpelledAsInDefinitions() {
        var activity = Json.parse(output("createActivity", """
                {'Name':'spelled','Tags':[{'Key':'team','Value':5}]}""")).path("ActivityArn").stringValue();

        assertThat(output("listTagsForResource", "{'ResourceArn':'" + activity + "'}"))
                .isEqualTo("{\"Tags\":[{\"Key\":\"team\",\"Value\":\"5\"}]}");
        assertThat(Json.parse(output("listActivities", "{'MaxResults':'1','NextToken':null}")).path("Activities")
                .size()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            sendTaskSuccess | {'TaskToken':'x','Output':'no JSON'} | Sfn.InvalidTokenException | Invalid Token: 'Invalid token' (Service: Sfn, Status Code: 400, Request ID: # (SDK Attempt Count: 1)
            describeExecution | {} | Sfn.ValidationException | 1 validation error detected: Value null at 'executionArn' failed to satisfy constraint: Member must not be null (Service: Sfn, Status Code: 400, Request ID: # (SDK Attempt Count: 1)
            describeActivity | {'ActivityArn':'arn:aws:states:us-east-1:111111111111:activity:none'} | Sfn.ActivityDoesNotExistException | Activity Does Not Exist: 'arn:aws:states:us-east-1:111111111111:activity:none' (Service: Sfn, Status Code: 400, Request ID: # (SDK Attempt Count: 1)
            listActivities | {'MaxResults':3000000000} | Sfn.SfnException | Member 'maxResults' must be an integer of 32 bits (Service: Sfn, Status Code: 400, Request ID: # (SDK Attempt Count: 1)
            listActivities | {'MaxResults':'many'} | States.Runtime | The field 'MaxResults' must be a number of its type
            """)
    void aRefusalIsTheTasksError(String operation, String parameters, String error, String cause) {
        var failed = ended(FIRST, start(FIRST, task(operation, parameters)));

        assertThat(failed.path("error").stringValue()).isEqualTo(error);
        assertThat(failed.path("cause").stringValue().replaceFirst("[0-9a-f-]{36}\\)", "#")).isEqualTo(cause);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            describeExecution | {'executionArn':'a'} | The field 'executionArn' is not supported by Step Functions
            createActivity | {'Name':'n','Tags':[{'Kee':1}]} | The field 'Kee' is not supported by Step Functions
            createActivity | {'Name':'n','Tags':'t'} | The value of the field 'Tags' has an invalid format
            listActivities | {'MaxResults':{}} | The value of the field 'MaxResults' has an invalid format
            """)
    void parametersThatTheOperationDoesNotKnowBeginNoAttempt(String operation, String parameters, String problem) {
        var execution = start(FIRST, task(operation, parameters));

        assertThat(ended(FIRST, execution).path("cause").stringValue()).endsWith(
                "could not be used to start the Task: [" + problem + "]");
        assertThat(call("GetExecutionHistory", "{\"executionArn\":\"" + execution + "\"}").toString())
                .doesNotContain("TaskScheduled");
    }

    @Test
    void aTaskSeesItsOwnTenantAlone() {
        machine("of-the-first", "");

        var failed = ended(SECOND,
                start(SECOND, task("describeStateMachine", "{'StateMachineArn':'" + arn("of-the-first") + "'}")));
        var listed = Json.parse(ended(SECOND, start(SECOND, task("listStateMachines", "{}"))).path("output")
                .stringValue());

        assertThat(failed.path("error").stringValue()).isEqualTo("Sfn.StateMachineDoesNotExistException");
        assertThat(listed.path("StateMachines")).isNotEmpty().allSatisfy(
                machine -> assertThat(machine.path("StateMachineArn").stringValue()).contains(":" + SECOND + ":"));
    }

    @Test
    void whoTriesAStateCannotDoMoreByIt() {
        var request = """
                {"definition":"{\\"Type\\":\\"Task\\",\\"Resource\\":\\"arn:aws:states:::aws-sdk:sfn:createActivity\\",\
                \\"Parameters\\":{\\"Name\\":\\"tried\\"},\\"End\\":true}",
                "roleArn":"arn:aws:iam::111111111111:role/r"}""";

        var operator = call(FIRST, Role.OPERATOR, "TestState", request);
        var author = call(FIRST, Role.AUTHOR, "TestState", request);

        assertThat(operator.path("error").asString()).isEqualTo("Sfn.SfnException");
        assertThat(operator.path("cause").asString()).contains("is not authorized to perform: states:CreateActivity");
        assertThat(author.path("status").asString()).isEqualTo("SUCCEEDED");
    }

    @Test
    void aTaskMayNotWhatOnlyAnAdminMay() {
        var failed = ended(FIRST, start(FIRST, "{'StartAt':'T','States':{'T':{'Type':'Task','Resource':"
                + "'arn:aws:states:::aws-sdk:sfn:testState','Parameters':{'RevealSecrets':true,'Definition':{'Type':'Pass',"
                + "'End':true}},'End':true}}}"));

        assertThat(failed.path("error").stringValue()).isEqualTo("Sfn.SfnException");
        assertThat(failed.path("cause").stringValue()).contains("is not authorized to perform: states:RevealSecrets");
    }

    @Test
    void aRedriveThatIsAskedForAgainIsTheSame() {
        var execution = start(FIRST, "{'StartAt':'F','States':{'F':{'Type':'Fail','Error':'E'}}}");
        ended(FIRST, execution);
        var request = request("redriveExecution", "{\"ExecutionArn\":\"" + execution + "\"}", "key-1");

        var first = OneApi.bean(SfnTasks.class).call(request);
        TestNode.await("the second end", () -> call("DescribeExecution", "{\"executionArn\":\"" + execution + "\"}")
                .path("status").stringValue().equals("FAILED"));
        var second = OneApi.bean(SfnTasks.class).call(request);

        assertThat(first).isInstanceOf(TaskOutcome.Answered.class).isEqualTo(second);
    }

    private static TaskRequest request(String operation, String parameters, String key) {
        var resource = new TaskResource.Integration("arn:aws:states:::aws-sdk:sfn:" + operation, "aws-sdk:sfn",
                operation,
                TaskResource.Pattern.REQUEST_RESPONSE);
        return new TaskRequest(OneApi.tenant(FIRST).value(), 1, 2, Set::of,
                "arn:aws:states:us-east-1:" + FIRST + ":execution:m:e", "e", arn("m"), "T", resource,
                Json.parse(parameters), "token", key, null);
    }

    private static String output(String operation, String parameters) {
        return ended(FIRST, start(FIRST, task(operation, parameters))).path("output").asString();
    }

    private static String task(String operation, String parameters) {
        return "{'StartAt':'T','States':{'T':{'Type':'Task','Resource':'arn:aws:states:::aws-sdk:sfn:" + operation
                + "','Parameters':" + parameters + ",'End':true}}}";
    }

    private static String start(String account, String definition) {
        var machine = call(account, Role.ADMIN, "CreateStateMachine", """
                {"name":"sfn-%d","roleArn":"arn:aws:iam::111111111111:role/r","definition":"%s"}"""
                .formatted(NAMES.incrementAndGet(), definition.replace("'", "\\\""))).path("stateMachineArn");
        return call(account, Role.ADMIN, "StartExecution", "{\"stateMachineArn\":" + machine + "}")
                .path("executionArn").stringValue();
    }

    private static JsonNode ended(String account, String execution) {
        var request = "{\"executionArn\":\"" + execution + "\"}";
        TestNode.await("the end of " + execution, () -> !call(account, Role.ADMIN, "DescribeExecution", request)
                .path("status").stringValue().equals("RUNNING"));
        return call(account, Role.ADMIN, "DescribeExecution", request);
    }
}
