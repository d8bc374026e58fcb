// SPDX-License-Identifier: Apache-2.0
package io.fermata.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Conversations that were recorded from the real AWS, replayed against Fermata: every answer and every history event.
@ExtendWith(OneNode.class)
class ReplayIT {

    @ParameterizedTest
    @ValueSource(strings = {"base", "choice", "arguments", "evaluate_jsonata", "outputdecl", "query_language",
            "states_variables", "api_validation", "comments", "context_object", "intrinsic", "api", "api_activities",
            "api_tagging", "api_versioning"})
    void answersAsAwsDid(String group) throws Exception {
        var folder = Tools.conformance();
        var fermata = OneNode.get();

        var ran = replay(folder.toString(), fermata, group);

        System.out.println("replay " + group + ": " + ran.output().lines().reduce((_, last) -> last).orElse(""));
        assertThat(ran.exit()).as(ran.output()).isZero();
    }

    /// These groups reach beyond this release in places; their counts are printed and may only grow.
    @ParameterizedTest
    @ValueSource(strings = {"assign", "api_variable_references", "callback", "error_handling", "timeouts", "activities",
            "api_aliasing", "services", "local_mocking", "test_state"})
    void saysHowFarItAnswersAsAwsDid(String group) throws Exception {
        var folder = Tools.conformance();
        var fermata = OneNode.get();

        var ran = replay(folder.toString(), fermata, group);

        var last = ran.output().lines().reduce((_, line) -> line).orElse("");
        System.out.println("replay " + group + ": " + last);
        int passed = Integer.parseInt(last.replaceFirst(" passed.*", ""));
        assertThat(passed).as(ran.output()).isGreaterThanOrEqualTo(LEAST.get(group));
    }

    private static final Map<String, Integer> LEAST = Map.ofEntries(Map.entry("assign", 19),
            Map.entry("api_variable_references", 10), Map.entry("callback", 6), Map.entry("error_handling", 19),
            Map.entry("timeouts", 4), Map.entry("activities", 2), Map.entry("api_aliasing", 9),
            Map.entry("services", 45), Map.entry("local_mocking", 7),
            Map.entry("test_state", 99));

    private static Tools.Ran replay(String folder, Fermata fermata, String group) throws Exception {
        return Tools.run(List.of(Tools.python(), folder + "/replay.py", "--endpoint", fermata.url(), "--access-key",
                Fermata.KEY, "--secret", Fermata.SECRET, "--account", Fermata.ACCOUNT, "--mock-port",
                Integer.toString(OneNode.MOCK_AWS_PORT), "--jobs", "4", "--fast", folder + "/recorded/" + group),
                Map.of());
    }
}
