// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonata;

import io.fermata.language.jsonata.RegularExpression.Match;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/// The matches of a pattern in a text. The pattern is a regular expression, or a function of the expression that tells a
/// match as an object with `match`, `start`, `end`, `groups` and a function `next`. Used by one evaluation.
final class Matching {

    private final Arguments arguments;
    private final RegularExpression.@Nullable Search search;
    private JsonNode next;
    private boolean begun;
    private final JsonNode text;

    /// @param pattern the place of the pattern among the arguments; the text is the first
    Matching(Arguments arguments, int pattern) {
        this.arguments = arguments;
        this.text = arguments.at(0);
        this.search = arguments.at(pattern) instanceof Function.Regex regex
                ? regex.expression.search(arguments.text(0), arguments.fuel())
                : null;
        this.next = arguments.at(pattern);
    }

    /// The next match; null when there is none.
    @Nullable
    Match next() {
        arguments.fuel().step();
        if (search != null) {
            var match = search.next();
            if (match != null) {
                arguments.fuel().text(match.text().length());
            }
            return match;
        }
        if (!(next instanceof Function function)) {
            return null;
        }
        var told = begun ? arguments.call(function) : arguments.call(function, text);
        begun = true;
        if (told.isMissingNode()) {
            return null;
        }
        if (!told.path("start").isNumber() && !told.path("end").isNumber() && !told.path("groups").isArray()
                && !(told.path("next") instanceof Function)) {
            throw Fault.T1010.with();
        }
        next = told.path("next");
        return read(told);
    }

    private static Match read(JsonNode told) {
        var groups = new ArrayList<String>();
        for (var group : told.path("groups")) {
            groups.add(group.isString() ? group.stringValue() : "");
        }
        var match = told.path("match").isString() ? told.path("match").stringValue() : "";
        var start = told.path("start").isNumber() ? Numeric.truncated(Numeric.of(told.path("start"))) : 0;
        var end = told.path("end").isNumber() ? Numeric.truncated(Numeric.of(told.path("end"))) : start;
        return new Match(match, Math.max(start, 0), Math.max(end, 0), groups);
    }

    /// What a regular expression called as a function gives: its first match, from which the next can be had.
    static JsonNode first(Function.Regex regex, JsonNode[] arguments, Fuel fuel) {
        if (arguments.length == 0 || !arguments[0].isString()) {
            return Values.NOTHING;
        }
        return node(regex.expression.search(arguments[0].stringValue(), fuel), fuel);
    }

    static JsonNode node(RegularExpression.Search search, Fuel fuel) {
        var match = search.next();
        if (match == null) {
            return Values.NOTHING;
        }
        var object = Values.object();
        fuel.bytes(500);
        object.set("match", Values.text(match.text()));
        object.set("start", Numeric.node(match.start()));
        object.set("end", Numeric.node(match.end()));
        object.set("groups", groups(match, fuel));
        object.set("next", new Function.NextMatch(search));
        return object;
    }

    static ArrayNode groups(Match match, Fuel fuel) {
        var groups = new Items(fuel);
        match.groups().forEach(group -> groups.add(Values.text(group)));
        return groups.array();
    }
}
