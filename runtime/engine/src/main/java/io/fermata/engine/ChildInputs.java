// SPDX-License-Identifier: Apache-2.0
package io.fermata.engine;

import io.fermata.language.EvaluationException;
import io.fermata.language.Expression;
import io.fermata.language.Scope;
import io.fermata.language.State;
import io.fermata.language.jsonata.Surroundings;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Makes the inputs of a Map Run's children from its items, one after the other: `ItemSelector` for each item, then
/// `ItemBatcher`. Holds no more than one child's input. Used by one thread.
public final class ChildInputs {

    private final MapRunPlan plan;
    private final @Nullable Expression selector;
    private final String source;
    private final Supplier<Surroundings> surroundings;
    private final @Nullable Batches batches;
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
        this.batches = plan.batch() == null
                ? null
                : new Batches(plan.batch(), plan.stateName(), () -> surroundings.get().bounds().payload());
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
        return batches == null ? Optional.of(new Child(selected, 1)) : batches.add(selected);
    }

    /// The input of the last child, which the items at the end do not fill.
    public Optional<Child> rest() {
        return batches == null ? Optional.empty() : batches.rest();
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
