// SPDX-License-Identifier: Apache-2.0
package io.fermata.engine;

import io.fermata.engine.items.ItemReaderException;
import io.fermata.engine.items.ItemSources;
import io.fermata.engine.items.ObjectStorage;
import io.fermata.language.jsonata.Bounds;
import io.fermata.language.jsonata.Surroundings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// A Map Run on the virtual clock: what a node does with rows, with lists.
final class ScenarioMapRun {

    final Execution parent;
    private final Effect.RunMap map;
    private final List<JsonNode> inputs = new ArrayList<>();
    private final Map<Execution, Integer> children = new LinkedHashMap<>();
    private @Nullable String unreadable;
    private int ended;
    private int failed;
    private boolean over;

    ScenarioMapRun(Execution parent, Effect.RunMap map, ObjectStorage storage, Instant now) {
        this.parent = parent;
        this.map = map;
        var state = parent.facts().map(map.plan().stateName());
        var reader = Objects.requireNonNull(state.distribution()).reader();
        var making = new ChildInputs(state, map.plan(), ItemSources.source(map.plan(), reader), 0,
                () -> new Surroundings(now, new Random(1), Bounds.DEFAULT, () -> 0));
        try (var items = new ItemSources(storage).open(1, map.plan(), reader)) {
            for (var item = items.next(); item != null; item = items.next()) {
                making.add(item).ifPresent(child -> inputs.add(child.input()));
            }
            making.rest().ifPresent(child -> inputs.add(child.input()));
        } catch (ItemReaderException | ObjectStorage.Refused refused) {
            unreadable = refused.getMessage();
        }
    }

    /// Children that may start now, with their inputs.
    Map<Execution, JsonNode> startable() {
        var fresh = new LinkedHashMap<Execution, JsonNode>();
        while (unreadable == null && !over && children.size() < inputs.size()
                && children.size() - ended < map.bounds().children()) {
            int number = children.size();
            var child = new Execution(parent.facts().child(map.plan().stateName(), map.plan().label(), null));
            children.put(child, number);
            fresh.put(child, inputs.get(number));
        }
        return fresh;
    }

    void ended(Execution child) {
        ended++;
        failed += child.status() == ExecutionStatus.SUCCEEDED ? 0 : 1;
    }

    /// What the parent is told; null while the run goes on.
    @Nullable
    Signal end() {
        if (unreadable != null) {
            return new Signal.Failed(map.started(), ItemReaderException.ERROR, unreadable);
        }
        if (map.bounds().exceeded(failed, inputs.size(), true)) {
            over = true;
            return new Signal.Failed(map.started(), MapRunBounds.EXCEEDED, MapRunBounds.EXCEEDED_CAUSE);
        }
        if (ended < inputs.size()) {
            return null;
        }
        var outputs = JsonNodeFactory.instance.arrayNode();
        children.keySet().forEach(child -> outputs.add(Objects.requireNonNull(child.output())));
        return new Signal.Completed(map.started(), outputs);
    }
}
