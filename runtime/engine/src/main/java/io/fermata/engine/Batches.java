// SPDX-License-Identifier: Apache-2.0
package io.fermata.engine;

import io.fermata.engine.ChildInputs.Child;
import io.fermata.language.EvaluationException;
import io.fermata.language.Json;
import java.util.Optional;
import java.util.function.LongSupplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Gathers the inputs of items into those of children, as an `ItemBatcher` says. Holds no more than one child's input. Used
/// by one thread.
final class Batches {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final MapRunPlan.Batch batch;
    private final String stateName;
    private final LongSupplier payloadBytes;
    private ArrayNode gathered = JSON.arrayNode();
    private long bytes;

    /// @param payloadBytes the greatest size of a child's input where the batcher names none
    Batches(MapRunPlan.Batch batch, String stateName, LongSupplier payloadBytes) {
        this.batch = batch;
        this.stateName = stateName;
        this.payloadBytes = payloadBytes;
    }

    /// Takes the next item in.
    ///
    /// @return the input of a child that is complete by now
    /// @throws EvaluationException `States.DataLimitExceeded` when the item alone is larger than a batch may be
    Optional<Child> add(JsonNode item) {
        if (fits(item)) {
            gather(item);
            return Optional.empty();
        }
        var full = rest();
        if (!fits(item)) {
            throw new EvaluationException("States.DataLimitExceeded", PayloadSize.cause(stateName));
        }
        gather(item);
        return full;
    }

    /// The input of the last child, which the items at the end do not fill.
    Optional<Child> rest() {
        if (gathered.isEmpty()) {
            return Optional.empty();
        }
        var child = new Child(batchOf(gathered), gathered.size());
        gathered = JSON.arrayNode();
        bytes = 0;
        return Optional.of(child);
    }

    private boolean fits(JsonNode item) {
        var most = batch.maxItems();
        if (most != null && most > 0 && gathered.size() >= most) {
            return false;
        }
        long room = batch.maxBytes() == null || batch.maxBytes() == 0 ? payloadBytes.getAsLong() : batch.maxBytes();
        long frame = Json.bytes(batchOf(JSON.arrayNode())).length;
        return frame + bytes + Json.bytes(item).length <= room;
    }

    private void gather(JsonNode item) {
        gathered.add(item);
        bytes += Json.bytes(item).length + 1L; // with the comma
    }

    private JsonNode batchOf(ArrayNode items) {
        var input = JSON.objectNode();
        if (batch.input() != null) {
            input.set("BatchInput", batch.input());
        }
        input.set("Items", items);
        return input;
    }
}
