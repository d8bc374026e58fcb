// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonata;
import tools.jackson.databind.JsonNode;
public sealed interface Outcome {

    record Value(JsonNode value) implements Outcome {}
    record Nothing() implements Outcome {}
    record Unsupported() implements Outcome {}
}
