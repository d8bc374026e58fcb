// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonpath;

import io.fermata.language.EvaluationException;
import io.fermata.language.Json;
import io.fermata.language.MalformedException;
import io.fermata.language.ReferencePath;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A [ReferencePath] into the raw input, as `ResultPath` has it: starts with `$`, never with `$$` or a variable.
public record NodePath(String text, List<PathStep> steps) implements ReferencePath {

    public static final NodePath ROOT = new NodePath("$", List.of());

    /// @throws MalformedException when the text is no reference path
    public static NodePath parse(String text) {
        if (!text.startsWith("$")) {
            throw new MalformedException("Reference path didn't start with '$'");
        }
        if (!(PathRoot.of(text) instanceof PathRoot.Input)) {
            throw new MalformedException("a result can be put into the input only, neither into '$$' nor a variable");
        }
        return new NodePath(text, steps(text));
    }

    /// Refuses a text that does not name one node.
    ///
    /// @throws MalformedException saying why
    public static void check(String text) {
        steps(text);
    }

    /// The steps of a path that names one node, whatever its root.
    ///
    /// @throws MalformedException when the path can match several nodes
    static List<PathStep> steps(String text) {
        var steps = PathSteps.read(text, PathRoot.of(text).length());
        return steps
                .orElseThrow(() -> new MalformedException("it must name a single node with names and indexes only"));
    }

    @Override
    public JsonNode put(JsonNode target, JsonNode value) {
        return put(target, value, 0);
    }

    private JsonNode put(JsonNode target, JsonNode value, int at) {
        if (at == steps.size()) {
            return value;
        }
        return switch (steps.get(at)) {
            case PathStep.Member(var name) -> putMember(target, name, value, at);
            case PathStep.Element(var index) -> putElement(target, index, value, at);
        };
    }

    private JsonNode putMember(JsonNode target, String name, JsonNode value, int at) {
        if (!(target instanceof ObjectNode object)) {
            throw mismatch(target, at);
        }
        var child = object.get(name);
        var copy = JsonNodeFactory.instance.objectNode();
        object.properties().forEach(field -> copy.set(field.getKey(), field.getValue()));
        return copy.set(name, put(child == null ? JsonNodeFactory.instance.objectNode() : child, value, at + 1));
    }

    private JsonNode putElement(JsonNode target, int index, JsonNode value, int at) {
        var position = index < 0 ? target.size() + index : index;
        if (!(target instanceof ArrayNode array) || position < 0 || position >= array.size()) {
            throw mismatch(target, at);
        }
        var copy = JsonNodeFactory.instance.arrayNode(array.size());
        array.forEach(copy::add);
        copy.set(position, put(array.get(position), value, at + 1));
        return copy;
    }

    private EvaluationException mismatch(JsonNode target, int at) {
        return new EvaluationException("States.ResultPathMatchFailure",
                "Unable to apply step \"" + steps.get(at) + "\" to input " + Json.write(target));
    }
}
