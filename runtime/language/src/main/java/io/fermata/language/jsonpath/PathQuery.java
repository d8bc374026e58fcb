// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonpath;

import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.EvaluationListener.EvaluationContinuation;
import com.jayway.jsonpath.JsonPathException;
import com.jayway.jsonpath.PathNotFoundException;
import com.jayway.jsonpath.spi.json.Jackson3JsonNodeJsonProvider;
import com.jayway.jsonpath.spi.mapper.Jackson3MappingProvider;
import io.fermata.language.EvaluationException;
import io.fermata.language.Json;
import io.fermata.language.MalformedException;
import io.fermata.language.Numbers;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// The part of the path language that can match many nodes, in the dialect of Jayway's json-path. [PathBounds] has refused
/// what could run without bound before anything is compiled.
final class PathQuery {

    private static final Configuration CONFIGURATION = Configuration.builder()
            .jsonProvider(new Jackson3JsonNodeJsonProvider(Json.MAPPER))
            .mappingProvider(new Jackson3MappingProvider(Json.MAPPER)).build();

    private final com.jayway.jsonpath.JsonPath path;

    private PathQuery(com.jayway.jsonpath.JsonPath path) {
        this.path = path;
    }

    /// @param text the path with `$` as its root
    /// @throws MalformedException when the text is no path or exceeds [PathBounds]
    static PathQuery compile(String text) {
        PathBounds.check(text);
        try {
            return new PathQuery(com.jayway.jsonpath.JsonPath.compile(PathBounds.quoteWords(text)));
        } catch (JsonPathException | IllegalArgumentException | IndexOutOfBoundsException | NullPointerException
                | ClassCastException e) {
            throw new MalformedException(reason(e));
        }
    }

    /// @param most the greatest size of what is found in bytes. Jayway calls the listener for every match; a payload of that
    /// size has fewer nodes.
    Lookup find(JsonNode start, int most) {
        var matches = new int[1];
        var configuration = CONFIGURATION.setEvaluationListeners(
                _ -> ++matches[0] > most ? EvaluationContinuation.ABORT : EvaluationContinuation.CONTINUE);
        Object value;
        try {
            value = path.read((Object) start, configuration);
        } catch (PathNotFoundException e) {
            return missed(e);
        } catch (JsonPathException | IllegalArgumentException | IndexOutOfBoundsException | ClassCastException
                | ArithmeticException e) {
            return missed(e);
        }
        var node = node(value);
        if (matches[0] > most || !Json.fits(node, most)) {
            throw new EvaluationException("States.DataLimitExceeded",
                    "The path gives more than " + most + " bytes.");
        }
        return new Lookup.Found(node);
    }

    private Lookup missed(RuntimeException e) {
        if (path.isDefinite()) {
            return new Lookup.Missed(reason(e), false);
        }
        return new Lookup.Found(JsonNodeFactory.instance.arrayNode());
    }

    private static JsonNode node(@Nullable Object value) {
        if (value instanceof JsonNode node) {
            return node;
        }
        if (value instanceof Iterable<?> items) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            items.forEach(item -> array.add(node(item)));
            return array;
        }
        if (value instanceof Double number && Double.isFinite(number)) {
            return Numbers.node((double) number);
        }
        if (value instanceof Integer || value instanceof Long) {
            return Numbers.node(((Number) value).longValue());
        }
        return Json.MAPPER.valueToTree(value);
    }

    private static String reason(RuntimeException e) {
        var message = e.getMessage();
        return message == null ? "the path cannot be applied" : message;
    }
}
