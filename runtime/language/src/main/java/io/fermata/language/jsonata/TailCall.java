// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonata;

import tools.jackson.databind.JsonNode;

/// A call that stands last in the body of a function: whoever called the function makes it, in a loop, so that tail
/// recursion needs no stack.
final class TailCall extends Internal {

    final Expression.Call call;
    final JsonNode procedure;
    final JsonNode[] arguments;
    final JsonNode context;

    TailCall(Expression.Call call, JsonNode procedure, JsonNode[] arguments, JsonNode context) {
        this.call = call;
        this.procedure = procedure;
        this.arguments = arguments;
        this.context = context;
    }
}
