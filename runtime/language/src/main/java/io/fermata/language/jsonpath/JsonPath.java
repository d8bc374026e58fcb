// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonpath;

import io.fermata.language.EvaluationException;
import io.fermata.language.Expression;
import io.fermata.language.Json;
import io.fermata.language.MalformedException;
import io.fermata.language.Scope;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A path that reads: `$` is the input, `$$` the context object, `$name` a variable. A path of names and indexes is walked
/// here; wildcards, slices, filters and functions are left to [PathQuery].
public final class JsonPath implements Expression {

    public static final JsonPath ROOT = parse("$");

    private static final int MAX_LENGTH = 4_096;

    private final String text;
    private final PathRoot root;
    private final @Nullable List<PathStep> steps;
    private final @Nullable PathQuery query;

    private JsonPath(String text, PathRoot root, @Nullable List<PathStep> steps, @Nullable PathQuery query) {
        this.text = text;
        this.root = root;
        this.steps = steps;
        this.query = query;
    }

    /// @throws MalformedException when the text is no path, or one that could run without bound
    public static JsonPath parse(String text) {
        if (text.length() > MAX_LENGTH) {
            throw new MalformedException("path is longer than " + MAX_LENGTH + " characters");
        }
        var root = PathRoot.of(text);
        var steps = PathSteps.read(text, root.length());
        if (steps.isPresent()) {
            return new JsonPath(text, root, steps.get(), null);
        }
        return new JsonPath(text, root, null, PathQuery.compile("$" + text.substring(root.length())));
    }

    @Override
    public String text() {
        return text;
    }

    /// Whether the path searches, which takes time in the size of the document.
    public boolean searches() {
        return query != null;
    }

    PathRoot root() {
        return root;
    }

    /// The value, or the failure that `InputPath`, `OutputPath` and `TimeoutSecondsPath` report.
    @Override
    public JsonNode evaluate(Scope scope) {
        return switch (find(scope)) {
            case Lookup.Found(var value) -> value;
            case Lookup.Missed(var reason, var _) ->
                throw new EvaluationException("States.Runtime", "Invalid path '" + text + "' : " + reason);
        };
    }

    Lookup find(Scope scope) {
        var start = root.value(scope);
        if (start == null) {
            return new Lookup.Missed("No results for path: " + text, false);
        }
        if (query != null) {
            return query.find(start, scope.surroundings().bounds().payload());
        }
        return steps == null ? new Lookup.Found(start) : walk(start, steps);
    }

    private static Lookup walk(JsonNode start, List<PathStep> steps) {
        var node = start;
        for (var i = 0; i < steps.size(); i++) {
            var step = steps.get(i);
            var last = i == steps.size() - 1;
            switch (step) {
                case PathStep.Member(var name) -> {
                    if (!node.isObject()) {
                        return new Lookup.Missed("Expected to find an object with property " + step + " in path "
                                + upTo(steps, i) + " but found '"
                                + node.getNodeType().name().toLowerCase(Locale.ROOT)
                                + "'.", false);
                    }
                    var child = node.get(name);
                    if (child == null) {
                        var what = last ? "No results for path: " : "Missing property in path ";
                        return new Lookup.Missed(what + upTo(steps, i + 1), false);
                    }
                    node = child;
                }
                case PathStep.Element(var index) -> {
                    if (!node.isArray()) {
                        return new Lookup.Missed("Filter: " + step
                                + " can only be applied to arrays. Current context is: " + shown(node), false);
                    }
                    var child = node.get(index < 0 ? node.size() + index : index);
                    if (child == null) {
                        return new Lookup.Missed("No results for path: " + upTo(steps, steps.size()), last);
                    }
                    node = child;
                }
            }
        }
        return new Lookup.Found(node);
    }

    private static String upTo(List<PathStep> steps, int end) {
        var path = new StringBuilder("$");
        steps.subList(0, end).forEach(path::append);
        return path.toString();
    }

    private static String shown(JsonNode node) {
        return node.isString() ? node.stringValue() : Json.write(node);
    }

    @Override
    public Set<String> variables() {
        return root instanceof PathRoot.Variable(var name) ? Set.of(name) : Set.of();
    }
}
