// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console.functions;

import io.fermata.integrations.function.Function;
import io.fermata.integrations.function.FunctionTarget;
import io.fermata.integrations.function.Functions.Asked;
import org.jspecify.annotations.Nullable;

/// What the form of a function sends and shows again.
///
/// @param kind `HTTPS`, `JAVASCRIPT` or `AWS`
record FunctionForm(@Nullable String name, @Nullable String kind, @Nullable String description,
        @Nullable String timeout, @Nullable String url, @Nullable String code, @Nullable String memory,
        @Nullable String connection, @Nullable String function) {

    private static final String SAMPLE = """
            exports.handler = async (event, context) => {
              return { hello: event.name };
            };
            """;

    static final FunctionForm EMPTY = new FunctionForm("", "HTTPS", "", "30", "", SAMPLE, "32", "", "");

    static FunctionForm of(Function one) {
        var timeout = Integer.toString(one.timeout());
        return switch (one.target()) {
            case FunctionTarget.Https(var url) -> new FunctionForm(one.name(), "HTTPS", one.description(), timeout, url,
                    SAMPLE, "32", "", "");
            case FunctionTarget.JavaScript(var code, var memory) -> new FunctionForm(one.name(), "JAVASCRIPT",
                    one.description(), timeout, "", code, Integer.toString(memory), "", "");
            case FunctionTarget.Aws(var connection, var function) -> new FunctionForm(one.name(), "AWS",
                    one.description(), timeout, "", SAMPLE, "32", connection, function);
        };
    }

    /// @param as the name of the function
    Asked asked(@Nullable String as) {
        var target = switch (text(kind)) {
            case "JAVASCRIPT" -> new FunctionTarget.JavaScript(code == null ? "" : code.replace("\r\n", "\n"),
                    number(memory));
            case "AWS" -> new FunctionTarget.Aws(text(connection), text(function));
            default -> new FunctionTarget.Https(text(url));
        };
        return new Asked(text(as), target, number(timeout), text(description));
    }

    private static int number(@Nullable String given) {
        return text(given).matches("\\d{1,6}") ? Integer.parseInt(text(given)) : 0;
    }

    private static String text(@Nullable String given) {
        return given == null ? "" : given.strip();
    }
}
