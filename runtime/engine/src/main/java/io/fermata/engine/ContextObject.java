// SPDX-License-Identifier: Apache-2.0
package io.fermata.engine;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The context object, `$$` in JSONPath, in the order of members that AWS shows.
final class ContextObject {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private ContextObject() {}

    /// What a state sees.
    static ObjectNode of(ExecutionFacts facts, Execution execution, Frame frame) {
        var context = JSON.objectNode();
        var run = context.putObject("Execution");
        run.put("Id", facts.executionArn());
        run.set("Input", execution.input());
        switch (facts.type()) {
            case STANDARD -> {
                run.put("StartTime", String.valueOf(execution.startedAt())).put("Name", facts.executionName())
                        .put("RoleArn", facts.roleArn()).put("RedriveCount", execution.redriveCount());
                var redrivenAt = execution.redrivenAt();
                if (redrivenAt != null) {
                    run.put("RedriveTime", redrivenAt.toString());
                }
            }
            case EXPRESS -> run.put("Name", facts.executionName()).put("RoleArn", facts.roleArn()).put("StartTime",
                    String.valueOf(execution.startedAt()));
        }
        var machine = context.putObject("StateMachine");
        machine.put("Id", facts.stateMachineArn());
        machine.put("Name", facts.stateMachineName());
        var state = context.putObject("State");
        state.put("Name", frame.stateName);
        state.put("EnteredTime", frame.enteredAt.toString());
        switch (StateType.of(frame.state())) {
            case TASK, PARALLEL, MAP -> state.put("RetryCount", frame.retryCount());
            case PASS, CHOICE, WAIT, SUCCEED, FAIL -> {
            }
        }
        return context;
    }

    /// What a Task state sees whose answer comes by token.
    static ObjectNode withToken(ObjectNode context, String token) {
        context.putObject("Task").put("Token", token);
        return context;
    }

    /// What an `ItemSelector` sees.
    static ObjectNode withItem(ObjectNode context, int index, @Nullable JsonNode value) {
        var item = context.putObject("Map").putObject("Item");
        item.put("Index", index);
        item.set("Value", value);
        return context;
    }
}
