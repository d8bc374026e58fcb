// SPDX-License-Identifier: Apache-2.0
package io.fermata.engine;

import io.fermata.language.InputOutput;
import io.fermata.language.State;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What a trial has seen of a state's data flow. Keeps the stages that AWS shows for the type and the query language of the
/// state (api.md, TestState). One thread.
final class TrialSeen {

    private final Set<TrialStage> shown;
    private final Map<TrialStage, JsonNode> stages = new EnumMap<>(TrialStage.class);
    private TrialReport.@Nullable Limits limits;
    private @Nullable Integer items;

    TrialSeen(State state) {
        this.shown = switch (state.io()) {
            case InputOutput.Paths _ -> ofPaths(state);
            case InputOutput.Queries _ -> ofQueries(state);
        };
    }

    private static Set<TrialStage> ofPaths(State state) {
        return switch (state) {
            case State.Pass pass when pass.result() != null ->
                EnumSet.of(TrialStage.RESULT, TrialStage.AFTER_RESULT_SELECTOR, TrialStage.AFTER_RESULT_PATH);
            case State.Pass _ -> EnumSet.of(TrialStage.AFTER_INPUT_PATH, TrialStage.AFTER_PARAMETERS,
                    TrialStage.AFTER_RESULT_SELECTOR, TrialStage.AFTER_RESULT_PATH);
            case State.Task _ -> EnumSet.of(TrialStage.AFTER_INPUT_PATH, TrialStage.AFTER_PARAMETERS, TrialStage.RESULT,
                    TrialStage.AFTER_RESULT_SELECTOR, TrialStage.AFTER_RESULT_PATH);
            case State.Parallel _ -> EnumSet.of(TrialStage.AFTER_RESULT_SELECTOR, TrialStage.AFTER_RESULT_PATH);
            case State.Map _ -> EnumSet.of(TrialStage.AFTER_INPUT_PATH, TrialStage.AFTER_ITEMS_PATH,
                    TrialStage.AFTER_ITEMS_POINTER, TrialStage.AFTER_ITEM_SELECTOR, TrialStage.AFTER_ITEM_BATCHER,
                    TrialStage.AFTER_RESULT_SELECTOR, TrialStage.AFTER_RESULT_PATH);
            case State.Choice _,State.Wait _,State.Succeed _,State.Fail _ -> EnumSet.of(TrialStage.AFTER_INPUT_PATH);
        };
    }

    private static Set<TrialStage> ofQueries(State state) {
        return switch (state) {
            case State.Task _ -> EnumSet.of(TrialStage.AFTER_ARGUMENTS, TrialStage.RESULT);
            case State.Map _ -> EnumSet.of(TrialStage.AFTER_ITEMS_POINTER, TrialStage.AFTER_ITEM_SELECTOR,
                    TrialStage.AFTER_ITEM_BATCHER);
            case State.Pass _,State.Choice _,State.Wait _,State.Succeed _,State.Fail _,State.Parallel _ ->
                EnumSet.noneOf(TrialStage.class);
        };
    }

    void at(TrialStage stage, JsonNode value) {
        if (shown.contains(stage)) {
            stages.put(stage, value);
        }
    }

    /// The same where nothing was seen yet.
    void atFirst(TrialStage stage, JsonNode value) {
        if (!stages.containsKey(stage)) {
            at(stage, value);
        }
    }

    Map<TrialStage, JsonNode> stages() {
        return stages;
    }

    void limits(TrialReport.Limits set) {
        limits = set;
    }

    TrialReport.@Nullable Limits limits() {
        return limits;
    }

    void items(int number) {
        items = number;
    }

    /// How many items a Map has; null when that is not known.
    @Nullable
    Integer items() {
        return items;
    }
}
