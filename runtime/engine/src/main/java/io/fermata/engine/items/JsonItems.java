// SPDX-License-Identifier: Apache-2.0
package io.fermata.engine.items;

import io.fermata.language.Json;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;

/// The elements of an array in a JSON file: the whole file, or what a JSON Pointer points to.
final class JsonItems implements ItemStream {

    /// AWS wants the array that `ItemsPointer` points to to begin within this many bytes; an item may be as large.
    private static final long MOST_BYTES = 16L << 20;

    private static final String NOT_ITERABLE = "Attempting to map over non-iterable node.";

    private final BoundedInput in;
    private final JsonParser parser;
    private boolean ended;

    /// @param pointer a JSON Pointer (RFC 6901); null for the whole file
    JsonItems(InputStream in, @Nullable String pointer) {
        this.in = new BoundedInput(in, MOST_BYTES);
        this.parser = Json.MAPPER.createParser(this.in);
        try {
            parser.nextToken();
            if (pointer != null && !pointer.isEmpty()) {
                for (var part : pointer.substring(1).split("/", -1)) {
                    descend(part.replace("~1", "/").replace("~0", "~"), pointer);
                }
            }
        } catch (JacksonException broken) {
            throw notJson(broken);
        }
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw new ItemReaderException(NOT_ITERABLE);
        }
    }

    private void descend(String part, String pointer) {
        int index = 0;
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                boolean found = part.equals(parser.currentName());
                parser.nextToken();
                if (found) {
                    return;
                }
                parser.skipChildren();
            }
        } else if (parser.currentToken() == JsonToken.START_ARRAY) {
            while (parser.nextToken() != JsonToken.END_ARRAY && parser.currentToken() != null) {
                if (part.equals(Integer.toString(index++))) {
                    return;
                }
                parser.skipChildren();
            }
        }
        throw new ItemReaderException("The ItemsPointer '" + pointer + "' points to nothing in the file.");
    }

    @Override
    public @Nullable JsonNode next() {
        if (ended) {
            return null;
        }
        try {
            in.nextItem();
            var token = parser.nextToken();
            if (token == null) {
                throw new ItemReaderException("The file ends within the array of items.");
            }
            if (token == JsonToken.END_ARRAY) {
                ended = true;
                return null;
            }
            return parser.readValueAsTree();
        } catch (JacksonException broken) {
            throw notJson(broken);
        }
    }

    static ItemReaderException notJson(JacksonException broken) {
        return broken.getCause() instanceof ItemReaderException bound
                ? bound
                : new ItemReaderException("The file is not valid JSON: " + broken.getOriginalMessage());
    }

    @Override
    public void close() {
        parser.close();
    }
}
