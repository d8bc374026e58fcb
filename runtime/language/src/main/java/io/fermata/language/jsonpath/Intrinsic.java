// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonpath;

import io.fermata.language.EvaluationException;
import io.fermata.language.Expression;
import io.fermata.language.Json;
import io.fermata.language.Scope;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// A call of an intrinsic function, such as `States.Format('{}', $.name)`. Pure: chance comes from the scope, and no call
/// gives more than a payload may hold.
public final class Intrinsic implements Expression {

    private final String text;
    private final Argument.Call call;

    private Intrinsic(String text, Argument.Call call) {
        this.text = text;
        this.call = call;
    }

    /// @throws MalformedException when the text is no call of a known function with the right number of arguments
    public static Intrinsic parse(String text) {
        return new Intrinsic(text, new IntrinsicParser(text).parse());
    }

    /// How many calls and searching paths it holds.
    public int effort() {
        return effort(call);
    }

    private static int effort(Argument argument) {
        return switch (argument) {
            case Argument.Text _,Argument.Constant _ -> 0;
            case Argument.Path(var path) -> path.searches() ? 1 : 0;
            case Argument.Call(var _, var arguments) -> 1 + arguments.stream().mapToInt(Intrinsic::effort).sum();
        };
    }

    public boolean givesString() {
        return call.function().givesString();
    }

    @Override
    public String text() {
        return text;
    }

    @Override
    public JsonNode evaluate(Scope scope) {
        return evaluate(call, scope);
    }

    private JsonNode evaluate(Argument argument, Scope scope) {
        return switch (argument) {
            case Argument.Text(var value, var _) -> value;
            case Argument.Constant(var value) -> value;
            case Argument.Path(var path) -> read(path, scope);
            case Argument.Call(var function, var arguments) -> apply(function, arguments, scope);
        };
    }

    private JsonNode apply(IntrinsicFunction function, List<Argument> arguments, Scope scope) {
        var values = arguments.stream().map(argument -> evaluate(argument, scope)).toList();
        int most = scope.surroundings().bounds().payload();
        JsonNode result;
        try {
            result = function.apply(new Arguments(arguments, values, scope.random(), most));
        } catch (FunctionFailure e) {
            throw failure("States.IntrinsicFailure", e.reason());
        }
        if (!Json.fits(result, most)) {
            throw failure("States.IntrinsicFailure", "The result is larger than " + most + " bytes");
        }
        return result;
    }

    private JsonNode read(JsonPath path, Scope scope) {
        return switch (path.find(scope)) {
            case Lookup.Found(var value) -> value;
            case Lookup.Missed(var reason, var _) when reason.startsWith("Filter: ") ->
                throw failure("States.Runtime", reason);
            case Lookup.Missed _ ->
                throw failure("States.Runtime", "The JsonPath argument for the field '" + shown(path)
                        + "' could not be found in the input '" + Json.write(scope.input()) + "'");
        };
    }

    /// AWS prints a path into the context object with a single `$`.
    private static String shown(JsonPath path) {
        return path.root() instanceof PathRoot.Context ? path.text().substring(1) : path.text();
    }

    private EvaluationException failure(String error, String reason) {
        return new EvaluationException(error, "The function '" + text + "' had the following error: " + reason);
    }

    @Override
    public Set<String> variables() {
        var names = new HashSet<String>();
        addVariables(call, names);
        return names;
    }

    private static void addVariables(Argument argument, Set<String> names) {
        switch (argument) {
            case Argument.Text _,Argument.Constant _ -> {
            }
            case Argument.Path(var path) -> names.addAll(path.variables());
            case Argument.Call(var _, var arguments) -> arguments.forEach(inner -> addVariables(inner, names));
        }
    }
}
