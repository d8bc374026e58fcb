// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.asl;

import io.fermata.language.Json;
import io.fermata.language.text.SourceReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Replaces `${Name}` in the text of a definition, JSON or YAML, as the `DefinitionSubstitutions` of CloudFormation and SAM
/// do: characters for characters, before the text is read. `"${Count}"` therefore stays in quotes, `${Count}` without quotes
/// becomes a number, and a value that holds quotes must be escaped by who gives it. Values may hold tokens themselves.
/// Never throws for any text; thread-safe. Limits: names of 255 characters, values within values 64 deep, a result of
/// 1,048,576 characters, 100 findings.
///
/// Source: `DefinitionProcessor` of aws-cloudformation-resource-providers-stepfunctions, which replaces repeatedly and before
/// it parses. CloudFormation leaves a token without value in the text; here it is an error.
public final class Substitutions {

    private static final int MAX_NAME = 255;
    private static final int MAX_DEPTH = 64;
    private static final int MAX_REPORTED = 100;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.:-]+");

    private final Map<String, String> values;
    private final Map<String, String> expanded = new HashMap<>();
    private final Set<String> underWay = new HashSet<>();
    private final Set<String> used = new HashSet<>();
    private final Set<String> reported = new LinkedHashSet<>();

    private Substitutions(Map<String, String> values) {
        this.values = values;
    }

    /// A token in a text.
    ///
    /// @param offset of the dollar sign
    /// @param end behind the closing brace
    public record Token(String name, int offset, int end) {}

    /// The tokens in the order of the text, repeated ones as often as they stand there. A name has letters, digits and
    /// `_ . : -`; other text in braces is no token, for instance the grouping of JSONata.
    public static List<Token> tokens(String text) {
        return tokens(text, Map.of());
    }

    /// The text with its tokens replaced.
    ///
    /// @param values text by name; a number is given as its digits
    public static Substituted apply(String text, Map<String, String> values) {
        return new Substitutions(new LinkedHashMap<>(values)).replace(text);
    }

    /// The same with JSON values: texts as they are, all others as their JSON.
    public static Substituted applyJson(String text, Map<String, JsonNode> values) {
        var texts = new LinkedHashMap<String, String>();
        values.forEach((name, value) -> texts.put(name, value.isString() ? value.stringValue() : Json.write(value)));
        return apply(text, texts);
    }

    private static List<Token> tokens(String text, Map<String, String> values) {
        var tokens = new ArrayList<Token>();
        for (var at = text.indexOf("${"); at >= 0; at = text.indexOf("${", at + 2)) {
            var close = text.indexOf('}', at, Math.min(text.length(), at + MAX_NAME + 3));
            if (close < 0) {
                continue;
            }
            var name = text.substring(at + 2, close);
            if (values.containsKey(name) || NAME.matcher(name).matches()) {
                tokens.add(new Token(name, at, close + 1));
            }
        }
        return tokens;
    }

    private Substituted replace(String text) {
        var result = new StringBuilder();
        var pieces = new ArrayList<Substituted.Piece>();
        var problems = new ArrayList<Substituted.Problem>();
        var from = 0;
        for (var token : tokens(text, values)) {
            if (token.offset() < from) {
                continue;
            }
            result.append(text, from, token.offset());
            var at = result.length();
            var value = expand(token.name());
            reported.stream().limit(MAX_REPORTED - Math.min(MAX_REPORTED, problems.size()))
                    .forEach(problem -> problems.add(new Substituted.Problem(problem, token.offset(), at)));
            reported.clear();
            result.append(value == null ? text.substring(token.offset(), token.end()) : value);
            pieces.add(new Substituted.Piece(token.offset(), token.end(), at, result.length()));
            from = token.end();
            if (result.length() > SourceReader.MAX_CHARACTERS) {
                problems.add(new Substituted.Problem("The definition has more than " + SourceReader.MAX_CHARACTERS
                        + " characters when its tokens are replaced: give shorter values", token.offset(), at));
                break;
            }
        }
        result.append(text, from, text.length());
        var unused = values.keySet().stream().filter(name -> !used.contains(name)).toList();
        return Substituted.of(text, result.toString(), pieces, problems, unused);
    }

    /// The value with the tokens in it replaced; null when the token stays as it is.
    private @Nullable String expand(String name) {
        var value = values.get(name);
        if (value == null) {
            reported.add("No value is given for ${" + name + "}: add a substitution named '" + name + "'");
            return null;
        }
        used.add(name);
        var known = expanded.get(name);
        if (known != null) {
            return known;
        }
        if (underWay.size() >= MAX_DEPTH) {
            reported.add("The value of ${" + name + "} is reached through " + MAX_DEPTH
                    + " others: write the value out");
            return null;
        }
        if (!underWay.add(name)) {
            reported.add("The value of ${" + name + "} leads back to itself: write the value out");
            return null;
        }
        var result = new StringBuilder();
        var from = 0;
        for (var token : tokens(value, values)) {
            if (token.offset() >= from && result.length() <= SourceReader.MAX_CHARACTERS) {
                var inner = expand(token.name());
                result.append(value, from, token.offset())
                        .append(inner == null ? value.substring(token.offset(), token.end()) : inner);
                from = token.end();
            }
        }
        underWay.remove(name);
        var text = result.append(value, from, value.length()).toString();
        expanded.put(name, text);
        return text;
    }
}
