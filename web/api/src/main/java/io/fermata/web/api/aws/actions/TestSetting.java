// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api.aws.actions;

import static io.fermata.web.api.aws.actions.TestState.invalid;

import io.fermata.engine.TrialSetup;
import io.fermata.language.Flow;
import io.fermata.language.State;
import io.fermata.node.TestRequest;
import io.fermata.web.api.aws.Params;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The member `stateConfiguration` of TestState: what is said to have happened before.
///
/// @param retriesMade how often the retrier that matches the mocked error has retried
/// @param errorCausedBy the state inside a Map or Parallel from which the mocked error comes
/// @param failedIterations how many iterations of a Map have failed
/// @param read what the reader of a Map has read, as it was found
record TestSetting(int retriesMade, Optional<String> errorCausedBy, Optional<Integer> failedIterations,
        Optional<String> read) {

    private static final TestSetting NOTHING = new TestSetting(0, Optional.empty(), Optional.empty(),
            Optional.empty());

    static TestSetting read(Params params) {
        return params.structure("stateConfiguration")
                .map(given -> new TestSetting(retries(given.number("retrierRetryCount").orElse(0)),
                        given.optional("errorCausedByState"),
                        given.number("mapIterationFailureCount"),
                        given.optional("mapItemReaderData")))
                .orElse(NOTHING);
    }

    private static int retries(int given) {
        if (given > TrialSetup.MOST_RETRIES) {
            throw invalid("The member 'stateConfiguration.retrierRetryCount' is at most " + TrialSetup.MOST_RETRIES
                    + ", not " + given + ".");
        }
        return given;
    }

    /// The same for a state, if it fits it.
    TestRequest.Setting of(State state, Optional<TestMock> mock) {
        errorCausedBy.ifPresent(name -> {
            if (state.inner().stream().noneMatch(flow -> has(flow, name))) {
                throw invalid("State not found in definition");
            }
        });
        var iterations = mock.flatMap(TestMock::iterations);
        if (failedIterations.isPresent() && iterations.isPresent() && failedIterations.get() > iterations.get()) {
            throw invalid("Map iteration failure count must be less than or equal to the number of Map iterations");
        }
        return new TestRequest.Setting(retriesMade, failedIterations.orElse(null),
                read.map(text -> items(state, text)).orElse(null));
    }

    private static boolean has(Flow flow, String name) {
        return flow.states().containsKey(name) || flow.states().values().stream()
                .flatMap(state -> state.inner().stream()).anyMatch(inner -> has(inner, name));
    }

    /// The items in what a reader has read. Only JSON is taken apart: other formats show no items.
    private static @Nullable JsonNode items(State state, String text) {
        if (!(state instanceof State.Map map) || map.distribution() == null || map.distribution().reader() == null) {
            throw invalid("MapItemReaderData can only be specified for a Map state with an ItemReader.");
        }
        var type = map.distribution().reader().inputType();
        if (type != null && !type.equals("JSON")) {
            return null;
        }
        return Payloads.value(text).orElseThrow(() -> invalid("MapItemReaderData must be valid JSON"));
    }
}
