// SPDX-License-Identifier: Apache-2.0
package io.fermata.engine;

import io.fermata.language.EvaluationException;
import io.fermata.language.Expression;
import io.fermata.language.Json;
import io.fermata.language.Scope;
import io.fermata.language.State;
import io.fermata.language.jsonata.Surroundings;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Makes the inputs of a Map Run's children from its items, one after the other: `ItemSelector` for each item, then
/// `ItemBatcher`. Holds no more than one child's input. Used by one thread.
public final class ChildInputs {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final MapRunPlan plan;
    private final @Nullable Expression selector;
    private final String source;
    private final Supplier<Surroundings> surroundings;
    private ArrayNode gathered = JSON.arrayNode();
    private long bytes;
    private long next;

    /// @param source where the items come from, as `$$.Map.Item.Source` shows it
    /// @param first the number of the first item that will come
    public ChildInputs(State.Map state, MapRunPlan plan, String source, long first,
            Supplier<Surroundings> surroundings) {
        this.plan = plan;
        this.selector = state.itemSelector();
        this.source = source;
        this.next = first;
        this.surroundings = surroundings;
    }

    /// The input of one child.
    ///
    /// @param items how many items it stands for
    public record Child(JsonNode input, int items) {}

    /// Takes the next item in.
    ///
    /// @return the input of a child that is complete by now
    /// @throws EvaluationException when the item's input cannot be made; the reason names the state
    public Optional<Child> add(JsonNode item) {
        var selected = select(item, next++);
        var batch = plan.batch();
        if (batch == null) {
            return Optional.of(new Child(selected, 1));
        }
        if (fits(batch, selected)) {
            gather(selected);
            return Optional.empty();
        }
        var full = rest();
        if (!fits(batch, selected)) {
            throw failed(new EvaluationException("States.DataLimitExceeded", "An item is larger than a batch may be."));
        }
        gather(selected);
        return full;
    }

    /// The input of the last child, which the items at the end do not fill.
    public Optional<Child> rest() {
        if (gathered.isEmpty()) {
            return Optional.empty();
        }
        var child = new Child(batchOf(gathered), gathered.size());
        gathered = JSON.arrayNode();
        bytes = 0;
        return Optional.of(child);
    }

    private boolean fits(MapRunPlan.Batch batch, JsonNode item) {
        var most = batch.maxItems();
        if (most != null && most > 0 && gathered.size() >= most) {
            return false;
        }
        long room = batch.maxBytes() == null || batch.maxBytes() == 0
                ? surroundings.get().bounds().payload()
                : batch.maxBytes();
        long frame = Json.bytes(batchOf(JSON.arrayNode())).length;
        return frame + bytes + Json.bytes(item).length <= room;
    }

    private void gather(JsonNode item) {
        gathered.add(item);
        bytes += Json.bytes(item).length + 1L; // with the comma
    }

    private JsonNode batchOf(ArrayNode items) {
        var input = JSON.objectNode();
        var batch = plan.batch();
        if (batch != null && batch.input() != null) {
            input.set("BatchInput", batch.input());
        }
        input.set("Items", items);
        return input;
    }

    private JsonNode select(JsonNode item, long index) {
        if (selector == null) {
            if (PayloadSize.tooLarge(item, surroundings.get().bounds().payload())) {
                throw failed(new EvaluationException("States.DataLimitExceeded", "An item is larger than a payload."));
            }
            return item;
        }
        var context = ((ObjectNode) plan.context()).deepCopy();
        var described = context.putObject("Map").putObject("Item");
        described.put("Index", index);
        described.set("Value", item);
        described.put("Source", source);
        try {
            var scope = new Scope(plan.input(), plan.variables(), context, surroundings.get());
            return PayloadSize.check(selector.evaluate(scope), scope, plan.stateName());
        } catch (EvaluationException problem) {
            throw failed(problem);
        }
    }

    private EvaluationException failed(EvaluationException problem) {
        if (problem.error().equals("States.DataLimitExceeded")) {
            return new EvaluationException(problem.error(), PayloadSize.cause(plan.stateName()));
        }
        return new EvaluationException(problem.error(), "An error occurred while executing the state '"
                + plan.stateName() + "' (entered at the event id #" + plan.enteredEvent() + "). " + problem.reason());
    }
}
