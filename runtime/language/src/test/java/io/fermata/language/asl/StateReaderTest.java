// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.asl;

import static org.assertj.core.api.Assertions.assertThat;

import io.fermata.language.testing.Still;
import io.fermata.language.testing.Examples;
import io.fermata.language.InputOutput;
import io.fermata.language.Json;
import io.fermata.language.Retrier;
import io.fermata.language.Scope;
import io.fermata.language.State;
import io.fermata.language.TaskResource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class StateReaderTest {

    private static final String TASK = "\"Type\":\"Task\",\"Resource\":\"arn:aws:states:::lambda:invoke\",\"End\":true";

    @Test
    void fillsInTheDefaultsOfTheDataFlow() {
        var io = (InputOutput.Paths) Examples.state("\"Type\":\"Pass\",\"End\":true").io();

        assertThat(io.inputPath().text()).isEqualTo("$");
        assertThat(io.outputPath().text()).isEqualTo("$");
        assertThat(Objects.requireNonNull(io.resultPath()).text()).isEqualTo("$");
        assertThat(io.arguments()).isNull();
        assertThat(io.assign()).isEmpty();
    }

    @Test
    void readsNullPathsAsEmptyObjects() {
        var io = (InputOutput.Paths) Examples.state(
                "\"Type\":\"Pass\",\"InputPath\":null,\"OutputPath\":null,\"ResultPath\":null,\"End\":true").io();

        assertThat(io.inputPath().evaluate(scope("1"))).isEqualTo(Json.parse("{}"));
        assertThat(io.outputPath().evaluate(scope("1"))).isEqualTo(Json.parse("{}"));
        assertThat(io.resultPath()).isNull();
    }

    @Test
    void fillsInTheDefaultsOfRetry() {
        var state = Examples.state(TASK + ",\"Retry\":[{\"ErrorEquals\":[\"E\"]}]");

        assertThat(state.retry()).containsExactly(new Retrier(List.of("E"), 1, 3, 2.0, null, false));
    }

    @Test
    void readsRetry() {
        var state = Examples.state(TASK + """
                ,"Retry":[{"ErrorEquals":["E","F"],"IntervalSeconds":2,"MaxAttempts":0,"BackoffRate":1.5,
                "MaxDelaySeconds":60,"JitterStrategy":"FULL","Comment":"c"}]""");

        assertThat(state.retry()).containsExactly(new Retrier(List.of("E", "F"), 2, 0, 1.5, 60L, true));
    }

    @Test
    void readsThePartsOfAnIntegration() {
        var task = (State.Task) Examples.state(
                "\"Type\":\"Task\",\"Resource\":\"arn:aws:states:::states:startExecution.sync:2\",\"End\":true");

        assertThat(task.resource()).isEqualTo(new TaskResource.Integration(
                "arn:aws:states:::states:startExecution.sync:2", "states", "startExecution",
                TaskResource.Pattern.SYNC_2));
    }

    @Test
    void readsTheServiceOfAnSdkCall() {
        var task = (State.Task) Examples.state(
                "\"Type\":\"Task\",\"Resource\":\"arn:aws:states:::aws-sdk:sfn:listStateMachines\",\"End\":true");

        assertThat(task.resource()).isEqualTo(new TaskResource.Integration(
                "arn:aws:states:::aws-sdk:sfn:listStateMachines", "aws-sdk:sfn", "listStateMachines",
                TaskResource.Pattern.REQUEST_RESPONSE));
    }

    @Test
    void readsTheApprovalResource() {
        var task = (State.Task) Examples.state(
                "\"Type\":\"Task\",\"Resource\":\"arn:aws:states:::fermata:approval.waitForTaskToken\",\"End\":true");

        assertThat(task.resource()).isEqualTo(new TaskResource.Integration(
                "arn:aws:states:::fermata:approval.waitForTaskToken", "fermata", "approval",
                TaskResource.Pattern.CALLBACK));
    }

    @Test
    void readsBareFunctionsAndActivities() {
        var function = "arn:aws:lambda:us-east-1:123456789012:function:f:live";
        var activity = "arn:aws:states:us-east-1:123456789012:activity:a";

        assertThat(ResourceTable.find(function)).isEqualTo(new TaskResource.Function(function));
        assertThat(ResourceTable.find(activity)).isEqualTo(new TaskResource.Activity(activity));
    }

    @Test
    void stripsTheSuffixFromAssignedNames() {
        var assign = Examples
                .state("\"Type\":\"Pass\",\"Assign\":{\"a.$\":\"$.x\",\"b\":{\"c.$\":\"$.x\"}},\"End\":true")
                .io().assign();

        assertThat(assign).containsOnlyKeys("a", "b");
        assertThat(Objects.requireNonNull(assign.get("a")).evaluate(scope("{\"x\":1}"))).isEqualTo(Json.parse("1"));
        assertThat(Objects.requireNonNull(assign.get("b")).evaluate(scope("{\"x\":1}")))
                .isEqualTo(Json.parse("{\"c\":1}"));
    }

    @Test
    void keepsAResultLiterally() {
        var pass = (State.Pass) Examples.state("\"Type\":\"Pass\",\"Result\":{\"a.$\":\"no path\"},\"End\":true");

        assertThat(pass.result()).isEqualTo(Json.parse("{\"a.$\":\"no path\"}"));
    }

    @Test
    void takesParametersOfAMapAsItsItemSelector() {
        var map = (State.Map) Examples.state("""
                "Type":"Map","Parameters":{"v.$":"$$.Map.Item.Value"},"End":true,
                "Iterator":{"StartAt":"A","States":{"A":{"Type":"Succeed"}}}""");

        assertThat(Objects.requireNonNull(map.itemSelector()).text()).isEqualTo("{\"v.$\":\"$$.Map.Item.Value\"}");
        assertThat(map.io().arguments()).isNull();
        assertThat(map.processor().startAt()).isEqualTo("A");
    }

    private static Scope scope(String input) {
        JsonNode none = Json.parse("{}");
        return new Scope(Json.parse(input), Map.of(), none, Still.seed(1));
    }
}
