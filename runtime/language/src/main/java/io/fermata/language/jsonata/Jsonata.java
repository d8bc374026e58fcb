// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonata;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

public final class Jsonata {

    public static Jsonata compile(String text) {
        return new Jsonata(text);
    }
    private final String text;
    private Jsonata(String text) {
        this.text = text;
    }
    public Outcome evaluate(@Nullable JsonNode input, Map<String, JsonNode> variables, Surroundings surroundings) {
        return new Outcome.Nothing();
    }
    public String text() {
        return text;
    }
    public References references() {
        return new References();
    }
}
