// SPDX-License-Identifier: Apache-2.0
package io.fermata.engine;

import io.fermata.language.EvaluationException;
import io.fermata.language.InputOutput;
import io.fermata.language.ItemReader;
import io.fermata.language.Scope;
import io.fermata.language.State;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What a Map evaluates before its first iteration, as a trial shows it. Stateless.
final class TrialMap {

    private TrialMap() {}

    /// @param scope with the selected input as `$`
    /// @param read what the reader has read; null when not said
    static void plan(State.Map state, Scope scope, @Nullable JsonNode read, TrialSeen seen) {
        var items = items(state, scope, read, seen);
        var limit = state.maxConcurrency();
        long most = limit == null ? 0 : Dataflow.wholeNumber(limit, scope, "MaxConcurrencyPath");
        var tolerated = RunMap.tolerance(state, scope);
        seen.limits(new TrialReport.Limits(most, tolerated.count(), tolerated.percentage()));
        if (items != null) {
            seen.items(items.size());
            batch(state, scope, select(state, scope, items, seen), seen);
        }
    }

    private static @Nullable JsonNode items(State.Map state, Scope scope, @Nullable JsonNode read, TrialSeen seen) {
        var distribution = state.distribution();
        var reader = distribution == null ? null : distribution.reader();
        if (reader != null) {
            return read == null ? null : pointed(reader, read, seen);
        }
        var items = RunMap.items(state, scope);
        if (state.io() instanceof InputOutput.Paths) {
            seen.at(TrialStage.AFTER_ITEMS_PATH, items);
        }
        return items;
    }

    private static JsonNode pointed(ItemReader reader, JsonNode read, TrialSeen seen) {
        var items = read;
        if (reader.itemsPointer() != null) {
            items = read.at(reader.itemsPointer());
            if (items.isArray()) {
                seen.at(TrialStage.AFTER_ITEMS_POINTER, items);
            }
        }
        if (!items.isArray()) {
            throw new EvaluationException("States.ItemReaderFailed",
                    "Attempting to map over non-iterable node: the data of the ItemReader is no array.");
        }
        return items;
    }

    private static JsonNode select(State.Map state, Scope scope, JsonNode items, TrialSeen seen) {
        var selector = state.itemSelector();
        if (selector == null) {
            return items;
        }
        var selected = JsonNodeFactory.instance.arrayNode();
        int index = 0;
        for (var item : items) {
            var context = ContextObject.withItem(((ObjectNode) scope.context()).deepCopy(), index++, item);
            selected.add(PayloadSize.check(selector.evaluate(scope.withContext(context)), scope, state.name()));
            PayloadSize.check(selected, scope, state.name());
        }
        seen.at(TrialStage.AFTER_ITEM_SELECTOR, selected);
        return selected;
    }

    private static void batch(State.Map state, Scope scope, JsonNode items, TrialSeen seen) {
        var distribution = state.distribution();
        var batch = distribution == null ? null : RunDistributedMap.batch(distribution.batcher(), scope);
        if (batch == null) {
            return;
        }
        var batches = new Batches(batch, state.name(), () -> scope.surroundings().bounds().payload());
        var inputs = JsonNodeFactory.instance.arrayNode();
        for (var item : items) {
            batches.add(item).ifPresent(child -> inputs.add(child.input()));
        }
        batches.rest().ifPresent(child -> inputs.add(child.input()));
        seen.at(TrialStage.AFTER_ITEM_BATCHER, PayloadSize.check(inputs, scope, state.name()));
    }
}
