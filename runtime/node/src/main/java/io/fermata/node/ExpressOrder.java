// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import io.fermata.engine.ExecutionFacts;
import io.fermata.engine.Limits;
import io.fermata.engine.Step;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/// An Express execution to run.
///
/// @param facts with a number of {@link ExpressRuns#number()}; their definition, timeout and names are those that the run shows
/// @param input any JSON value, as large as the limits allow
/// @param startedBy who or what is behind the run, as `StartRequest` says it
/// @param limits how large it may grow
/// @param keep how many of its first events the end of the run shows; 0 for none, which costs no memory
/// @param listener hears of each step on a thread of the runs, before the step's effects leave; must be quick and not throw
public record ExpressOrder(ExecutionFacts facts, JsonNode input, String startedBy, Limits limits, int keep,
        Consumer<Step> listener) {

    /// A run whose end alone matters.
    public ExpressOrder(ExecutionFacts facts, JsonNode input, String startedBy, Limits limits) {
        this(facts, input, startedBy, limits, 0, _ -> {
        });
    }
}
