// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fermata.language.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Requests held against AWS's model: what is wrong is refused together and in AWS's words.
class ParamsTest {

    private static final ServiceModel MODEL = ServiceModel.AWS;
    private static final String VIOLATED = " failed to satisfy constraint: Member must ";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            DescribeExecution | {} | Value null at 'executionArn'~not be null
            DescribeExecution | {'executionArn':null} | Value null at 'executionArn'~not be null
            DescribeExecution | {'executionArn':''} | Value '' at 'executionArn'~have length greater than or equal to 1
            DescribeExecution | {'executionArn':'a','includedData':'SOME'} | Value 'SOME' at 'includedData'~satisfy enum value set: [ALL_DATA, METADATA_ONLY]
            ListExecutions | {'statusFilter':'succeeded'} | Value 'succeeded' at 'statusFilter'~satisfy enum value set: [SUCCEEDED, TIMED_OUT, PENDING_REDRIVE, ABORTED, FAILED, RUNNING]
            ListExecutions | {'maxResults':1001} | Value '1001' at 'maxResults'~have value less than or equal to 1000
            ListExecutions | {'maxResults':-1} | Value '-1' at 'maxResults'~have value greater than or equal to 0
            UpdateMapRun | {'mapRunArn':'a','toleratedFailurePercentage':100.5} | Value '100.5' at 'toleratedFailurePercentage'~have value less than or equal to 100
            RedriveExecution | {'executionArn':'a','clientToken':'a b'} | Value 'a b' at 'clientToken'~satisfy regular expression pattern: [!-~]+
            CreateStateMachine | {'name':'n','definition':'','roleArn':'r'} | Value at 'definition'~have length greater than or equal to 1
            CreateStateMachine | {'name':'n','definition':'d','roleArn':'r','loggingConfiguration':{'destinations':[{},{'cloudWatchLogsLogGroup':{'logGroupArn':''}}]}} | Value '' at 'loggingConfiguration.destinations.2.member.cloudWatchLogsLogGroup.logGroupArn'~have length greater than or equal to 1
            CreateActivity | {'name':'n','encryptionConfiguration':{}} | Value null at 'encryptionConfiguration.type'~not be null
            TagResource | {'resourceArn':'a','tags':[null]} | Value null at 'tags.1.member'~not be null
            TagResource | {'resourceArn':'a','tags':[{'key':'k','value':''},{'value':''}]} | Value null at 'tags.2.member.key'~not be null
            UntagResource | {'resourceArn':'a','tagKeys':['k','']} | Value '' at 'tagKeys.2.member'~have length greater than or equal to 1
            CreateStateMachineAlias | {'name':'n','routingConfiguration':[]} | Value '[]' at 'routingConfiguration'~have length greater than or equal to 1
            TestState | {'definition':'d','mock':{'errorOutput':{'error':'#257'}}} | Value at 'mock.errorOutput.error'~have length less than or equal to 256
            """)
    void refusesWhatBreaksAConstraint(String operation, String request, String sentence) {
        var long257 = request.replace("#257", "x".repeat(257));

        assertThatThrownBy(() -> checked(operation, long257))
                .hasMessage("1 validation error detected: " + sentence.replaceFirst("~", VIOLATED))
                .matches(refusal -> ((ApiError) refusal).code().equals("ValidationException"));
    }

    @Test
    void gathersAllThatIsWrongInTheModelsOrder() {
        assertThatThrownBy(() -> checked("GetExecutionHistory", "{'nextToken':'','maxResults':1001}")).hasMessage(
                "3 validation errors detected: Value null at 'executionArn'" + VIOLATED
                        + "not be null; Value '1001' at 'maxResults'" + VIOLATED
                        + "have value less than or equal to 1000; Value '' at 'nextToken'" + VIOLATED
                        + "have length greater than or equal to 1");
    }

    @Test
    void countsAPayloadInBytesAndDoesNotRepeatIt() {
        var request = "{'stateMachineArn':'a','input':'%s'}";

        checked("StartExecution", request.formatted("\u00e4".repeat(131_072)));
        assertThatThrownBy(() -> checked("StartExecution", request.formatted("\u00e4".repeat(131_073))))
                .hasMessage("1 validation error detected: Value at 'input'" + VIOLATED
                        + "have size less than or equal to 262144 bytes in UTF-8 encoding");
    }

    @Test
    void showsTheStructuresOfAListWithTheirModelsNames() {
        assertThatThrownBy(() -> checked("CreateStateMachineAlias", """
                {'name':'n','routingConfiguration':[{'stateMachineVersionArn':'a','weight':50},
                {'weight':30,'stateMachineVersionArn':'b'},{'stateMachineVersionArn':'c','weight':20}]}"""))
                .hasMessage("1 validation error detected: Value '[RoutingConfigurationListItem("
                        + "stateMachineVersionArn=a, weight=50), RoutingConfigurationListItem(stateMachineVersionArn=b, "
                        + "weight=30), RoutingConfigurationListItem(stateMachineVersionArn=c, weight=20)]' at "
                        + "'routingConfiguration'" + VIOLATED + "have length less than or equal to 2");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            CreateActivity | {'name':1} | Member 'name' must be a string
            CreateActivity | {'name':'n','tags':{}} | Member 'tags' must be a list
            CreateActivity | {'name':'n','tags':['k']} | Member 'tags.1.member' must be a structure
            ListActivities | {'maxResults':'1'} | Member 'maxResults' must be an integer of 32 bits
            ListActivities | {'maxResults':2147483648} | Member 'maxResults' must be an integer of 32 bits
            ListActivities | {'maxResults':1.5} | Member 'maxResults' must be an integer of 32 bits
            UpdateMapRun | {'toleratedFailureCount':true} | Member 'toleratedFailureCount' must be an integer of 64 bits
            UpdateMapRun | {'toleratedFailurePercentage':'5'} | Member 'toleratedFailurePercentage' must be a number
            CreateStateMachine | {'tracingConfiguration':{'enabled':'true'}} | Member 'tracingConfiguration.enabled' must be a boolean
            CreateStateMachine | {'tracingConfiguration':true} | Member 'tracingConfiguration' must be a structure
            CreateStateMachine | {'loggingConfiguration':{'includeExecutionData':1}} | Member 'loggingConfiguration.includeExecutionData' must be a boolean
            """)
    void refusesAValueOfAnotherJsonType(String operation, String request, String sentence) {
        assertThatThrownBy(() -> checked(operation, request)).hasMessage(sentence)
                .matches(refusal -> ((ApiError) refusal).code().equals("SerializationException"));
    }

    @Test
    void givesWhatIsThere() {
        var history = checked("GetExecutionHistory",
                "{'executionArn':'a','maxResults':0,'reverseOrder':true,'unknown':1}");

        assertThat(history.text("executionArn")).isEqualTo("a");
        assertThat(history.optional("nextToken")).isEmpty();
        assertThat(history.number("maxResults")).contains(0);
        assertThat(history.pageSize()).isEqualTo(100);
        assertThat(history.flag("reverseOrder")).isTrue();
        assertThat(history.flag("includeExecutionData", true)).isTrue();
        assertThat(history.has("maxResults")).isTrue();
        var tags = checked("TagResource", "{'resourceArn':'a','tags':[{'key':'k','value':'v'}]}").structures("tags");
        assertThat(tags).singleElement().satisfies(tag -> assertThat(tag.text("value")).isEqualTo("v"));
    }

    @Test
    void knowsOnlyTheModelsMembers() {
        var params = checked("DescribeExecution", "{'executionArn':'a','other':'b'}");

        assertThatThrownBy(() -> params.optional("other")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> params.number("executionArn")).isInstanceOf(IllegalStateException.class);
    }

    private static Params checked(String operation, String request) {
        var params = Params.read(MODEL.request(operation), Json.parse(request.replace('\'', '"')));
        params.check();
        return params;
    }
}
