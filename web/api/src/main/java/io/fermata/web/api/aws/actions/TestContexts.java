// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api.aws.actions;

import static io.fermata.web.api.aws.actions.TestState.invalid;

import io.fermata.language.State;
import io.fermata.language.TaskResource;
import io.fermata.web.api.aws.ApiError;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Checks the context object that TestState is given (api.md, TestState). Stateless.
final class TestContexts {

    private static final String INVALID = "Invalid Context object provided: ";

    private enum Kind {
        TEXT,
        NUMBER,
        ANYTHING
    }

    private static final Map<String, Map<String, Kind>> FIELDS = Map.of(
            "Execution",
            Map.of("Id", Kind.TEXT, "Input", Kind.ANYTHING, "Name", Kind.TEXT, "RoleArn", Kind.TEXT, "StartTime",
                    Kind.TEXT, "RedriveCount", Kind.NUMBER, "RedriveTime", Kind.TEXT),
            "State", Map.of("EnteredTime", Kind.TEXT, "Name", Kind.TEXT, "RetryCount", Kind.NUMBER),
            "StateMachine", Map.of("Id", Kind.TEXT, "Name", Kind.TEXT),
            "Task", Map.of("Token", Kind.TEXT));

    private TestContexts() {}

    static JsonNode parse(String text, State state) {
        var context = Payloads.object(text).orElseThrow(() -> invalid(INVALID + "must be a JSON object"));
        context.properties().forEach(part -> part(part.getKey(), part.getValue(), state));
        return context;
    }

    private static void part(String name, JsonNode value, State state) {
        if (name.equals("Map")) {
            throw invalid(INVALID + "'Map' field is not supported when mocking a Context object");
        }
        var fields = FIELDS.get(name);
        if (fields == null) {
            throw notAllowed(name);
        }
        if (name.equals("Task") && !hasToken(state)) {
            throw invalid(INVALID + "Context object contains 'Task' when state is not a Task state with a '.sync' or"
                    + " '.waitForTaskToken' service integration pattern");
        }
        if (!value.isObject()) {
            throw invalid(INVALID + name + " must be an object");
        }
        value.properties().forEach(field -> {
            var kind = fields.get(field.getKey());
            if (kind == null) {
                throw notAllowed(field.getKey());
            }
            fits(name + "." + field.getKey(), kind, field.getValue());
        });
    }

    private static void fits(String path, Kind kind, JsonNode value) {
        switch (kind) {
            case TEXT -> {
                if (!value.isString()) {
                    throw invalid(INVALID + path + " must be a string");
                }
            }
            case NUMBER -> {
                if (!value.isNumber()) {
                    throw invalid(INVALID + path + " must be a number");
                }
            }
            case ANYTHING -> {
            }
        }
    }

    private static boolean hasToken(State state) {
        var patterns = Set.of(TaskResource.Pattern.SYNC, TaskResource.Pattern.SYNC_2, TaskResource.Pattern.CALLBACK);
        return state instanceof State.Task task && task.resource() instanceof TaskResource.Integration integration
                && patterns.contains(integration.pattern());
    }

    private static ApiError notAllowed(String field) {
        return invalid(INVALID + "Field '" + field + "' is not allowed");
    }
}
