// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api.aws.actions;

import io.fermata.language.Parsed;
import io.fermata.language.State;
import io.fermata.language.VariableName;
import io.fermata.language.asl.Asl;
import io.fermata.node.TestAnswer;
import io.fermata.node.TestRequest;
import io.fermata.node.TestRuns;
import io.fermata.tenancy.Permission;
import io.fermata.web.api.aws.Action;
import io.fermata.web.api.aws.ApiError;
import io.fermata.web.api.aws.Caller;
import io.fermata.web.api.aws.Params;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Tries one state with a given input, and shows what came of it. Makes no execution; a state that is not given a mock calls
/// its resource for the caller's tenant.
public final class TestState implements Action {

    /// The name under which AWS tries a state that comes without a machine (recorded).
    private static final String NAMELESS = "StateName";

    private final TestRuns tests;

    public TestState(TestRuns tests) {
        this.tests = tests;
    }

    @Override
    public Permission permission() {
        return Permission.EXECUTION_START;
    }

    @Override
    public JsonNode perform(Caller caller, Params params) {
        var definition = params.text("definition");
        var role = params.optional("roleArn");
        var input = params.optional("input");
        var level = params.optional("inspectionLevel").orElse("INFO");
        boolean reveal = params.flag("revealSecrets");
        var variables = params.optional("variables");
        var name = params.optional("stateName");
        var context = params.optional("context");
        var mock = TestMock.read(params);
        var setting = TestSetting.read(params);
        if (reveal) {
            caller.needs(Permission.SECRET_REVEAL, "RevealSecrets");
        }
        mock.ifPresent(TestMock::checkFields);
        alone(mock, reveal, setting, context);

        var state = state(definition, name);
        mock.ifPresentOrElse(given -> given.accepts(state), () -> runnable(state, role));
        var request = new TestRequest(
                new TestRequest.Who(caller.principal(), caller.account(), caller.region()),
                state, role.orElse(null), input.map(Payloads::input).orElseGet(Payloads::empty), variables(variables),
                context.map(text -> TestContexts.parse(text, state)).orElse(null),
                mock.map(given -> given.outcome(state, tests)).orElse(null), setting.of(state, mock), reveal);
        return switch (tests.run(request)) {
            case TestAnswer.Tried tried -> Inspections.answer(tried, level);
            case TestAnswer.TooMany(var most) -> throw ApiError.of("ThrottlingException",
                    "This account tries " + most + " states at this moment, which is the most. Try again later.");
            case TestAnswer.Unavailable _ -> throw ApiError.unavailable();
        };
    }

    /// Refuses what AWS does not take together.
    private static void alone(Optional<TestMock> mock, boolean reveal, TestSetting setting, Optional<String> context) {
        if (mock.isPresent() && reveal) {
            throw invalid("TestState does not support RevealSecrets when a mock is specified.");
        }
        if (mock.isEmpty() && setting.failedIterations().isPresent()) {
            throw invalid("TestState does not support MapIterationFailureCount when a mock is not specified.");
        }
        if (mock.isEmpty() && context.isPresent()) {
            throw invalid("TestState does not support Context when a mock is not specified.");
        }
    }

    private static State state(String text, Optional<String> name) {
        var parsed = name.isPresent() ? Asl.parse(text) : Asl.parseState(NAMELESS, text);
        return switch (parsed) {
            case Parsed.Invalid(var findings) -> throw Diagnostics.refused(findings);
            case Parsed.Valid(var definition, _) -> definition.find(name.orElse(NAMELESS))
                    .orElseThrow(() -> invalid("State not found in definition"));
        };
    }

    /// Refuses what can only be tried with a mock.
    private static void runnable(State state, Optional<String> role) {
        switch (state) {
            case State.Parallel _,State.Map _ -> throw ApiError.of("InvalidDefinition",
                    "TestState API does not support Map or Parallel states. Supported state types include: [Task, Wait, Pass, Succeed, Fail, Choice]");
            case State.Task task -> {
                if (role.isEmpty()) {
                    throw invalid("RoleArn must be specified when testing a Task state");
                }
                if (!TestRuns.runsWithoutMock(task)) {
                    throw ApiError.of("InvalidDefinition",
                            "TestState API does not support Activity tasks or the .sync and .waitForTaskToken service integration patterns when a mock is not specified.");
                }
            }
            case State.Pass _,State.Choice _,State.Wait _,State.Succeed _,State.Fail _ -> {
            }
        }
    }

    private static Map<String, JsonNode> variables(Optional<String> text) {
        var variables = new LinkedHashMap<String, JsonNode>();
        text.map(Payloads::object).ifPresent(object -> object
                .orElseThrow(() -> invalid("Invalid variables provided: must be a JSON object")).properties()
                .forEach(entry -> {
                    if (!VariableName.isValid(entry.getKey()) || entry.getKey().equals("states")) {
                        throw invalid("Invalid variables provided: '" + entry.getKey() + "' is no name of a variable");
                    }
                    variables.put(entry.getKey(), entry.getValue());
                }));
        return variables;
    }

    static ApiError invalid(String sentence) {
        return ApiError.of("ValidationException", sentence);
    }
}
