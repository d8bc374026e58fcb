// SPDX-License-Identifier: Apache-2.0
package io.fermata.engine;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// All that a Map Run needs of the execution that began it, so that its items can be read, its children's inputs made and
/// its results written without that execution in memory. Fields of the state are evaluated already, save `ItemSelector`,
/// which is evaluated for each item.
///
/// @param stateName the Map state, whose name is unique in the machine
/// @param enteredEvent id of the event with which the state was entered, for the texts of failures
/// @param label names the run's machine: `<machine>/<label>`
/// @param id names the run in its ARN: a UUID
/// @param input the state's input after `InputPath`
/// @param variables what the execution's variables were
/// @param context the context object
/// @param items the items, when they come from the state's input; null when a reader reads them
/// @param reader what the reader is given; null without one
/// @param maxItems the greatest number of items to read, 0 for all; null when the definition does not say
/// @param batch how items are gathered; null when each child gets one
/// @param writer what the writer is given; null without one
public record MapRunPlan(String stateName, long enteredEvent, String label, String id, JsonNode input,
        Map<String, JsonNode> variables, JsonNode context, @Nullable JsonNode items, @Nullable JsonNode reader,
        @Nullable Long maxItems, @Nullable Batch batch, @Nullable JsonNode writer) {

    /// How items are gathered to one child's input.
    ///
    /// @param maxItems the greatest number of items; null for no limit
    /// @param maxBytes the greatest size of the input in bytes; null for the limit of any payload
    /// @param input `BatchInput`; null when absent
    public record Batch(@Nullable Long maxItems, @Nullable Long maxBytes, @Nullable JsonNode input) {}

    /// The plan as one JSON object, for keeping it. Members are only ever added.
    public ObjectNode toJson() {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("state", stateName).put("entered", enteredEvent).put("label", label).put("id", id);
        json.set("input", input);
        var all = json.putObject("variables");
        variables.forEach(all::set);
        json.set("context", context);
        json.set("items", items);
        json.set("reader", reader);
        json.put("maxItems", maxItems);
        if (batch != null) {
            var gathered = json.putObject("batch");
            gathered.put("maxItems", batch.maxItems).put("maxBytes", batch.maxBytes);
            gathered.set("input", batch.input);
        }
        json.set("writer", writer);
        return json;
    }

    /// The plan that {@link #toJson} wrote.
    public static MapRunPlan of(JsonNode json) {
        var variables = new LinkedHashMap<String, JsonNode>();
        json.get("variables").properties().forEach(entry -> variables.put(entry.getKey(), entry.getValue()));
        var batch = json.get("batch");
        return new MapRunPlan(json.get("state").stringValue(), json.get("entered").longValue(),
                json.get("label").stringValue(), json.get("id").stringValue(), json.get("input"), variables,
                json.get("context"), value(json, "items"), value(json, "reader"), number(json, "maxItems"),
                batch == null
                        ? null
                        : new Batch(number(batch, "maxItems"), number(batch, "maxBytes"), value(batch, "input")),
                value(json, "writer"));
    }

    private static @Nullable JsonNode value(JsonNode json, String member) {
        var value = json.get(member);
        return value == null || value.isNull() ? null : value;
    }

    private static @Nullable Long number(JsonNode json, String member) {
        var value = value(json, member);
        return value == null ? null : value.longValue();
    }
}
