// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import io.fermata.engine.Effect;
import io.fermata.engine.Step;
import io.fermata.journal.MapChange;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// What a step changes in Map Runs: it begins, redrives and abandons them, and the end of a child is told to its run, all in the
/// step's own commit, so that neither can be lost.
final class MapSteps {

    private MapSteps() {}

    static List<MapChange> changes(Storage storage, Shard shard, Resident resident, Step step) {
        List<MapChange> changes = new ArrayList<>();
        for (var effect : step.effects()) {
            switch (effect) {
                case Effect.RunMap(var started, var plan, var bounds) -> {
                    var now = step.entries().getFirst().at();
                    changes.add(new MapChange.Begun(shard.nextExecutionNo(now), started, resident.stateMachineId,
                            resident.revisionId, plan.stateName(), plan.label(), plan.id(),
                            storage.codec().encodeValue(resident.tenant, resident.sealing, plan.toJson()), bounds, now,
                            resident.execution.limits()));
                }
                case Effect.RedriveMap(var started) ->
                    changes.add(new MapChange.Redriven(started, step.entries().getFirst().at()));
                case Effect.StopMap(var started) -> changes.add(new MapChange.StopWanted(started));
                case Effect.Dispatch _,Effect.OfferActivity _,Effect.StartChild _,Effect.Watch _,Effect.ResumeMap _,Effect.Cancel _,Effect.Closed _ ->
                    {
                    }
            }
        }
        var execution = resident.execution;
        var stopped = execution.stoppedAt();
        var started = execution.startedAt();
        if (resident.mapRunNo != 0 && resident.parentEvent != null && stopped != null && started != null) {
            changes.add(new MapChange.ChildEnded(resident.mapRunNo, resident.parentEvent, execution.status(), started,
                    stopped, storage.codec().encodeValue(resident.tenant, resident.sealing,
                            result(execution.output(), execution.error(), execution.cause()))));
        }
        return changes;
    }

    /// What a child ended with, as its run keeps it.
    static JsonNode result(@Nullable JsonNode output, @Nullable String error, @Nullable String cause) {
        var result = JsonNodeFactory.instance.objectNode();
        if (output != null) {
            result.set("output", output);
        }
        if (error != null) {
            result.put("error", error);
        }
        if (cause != null) {
            result.put("cause", cause);
        }
        return result;
    }
}
