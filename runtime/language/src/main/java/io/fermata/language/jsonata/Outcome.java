// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonata;

import tools.jackson.databind.JsonNode;

/// What an evaluation ended with, when it did not fail.
public sealed interface Outcome {

    /// A JSON value. Parts of it may be parts of the input: it is not to be changed.
    record Value(JsonNode value) implements Outcome {}

    /// Nothing: JSONata's undefined.
    record Nothing() implements Outcome {}

    /// A function, or a value with a function inside, which JSON cannot hold.
    record Unsupported() implements Outcome {}
}
