// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonpath;

import io.fermata.language.MalformedException;
import java.util.regex.Pattern;

/// Refuses queries whose work could grow faster than the document: regular expressions, more than one `..`, filters that
/// hold filters, wildcards or `..`, long index lists, and functions that write or take paths.
final class PathBounds {

    private static final int MAX_NESTING = 16;
    private static final int MAX_LISTS = 2;
    private static final int MAX_OPERATORS = 200;
    private static final Pattern FUNCTION = Pattern.compile("\\.\\s*([A-Za-z_]\\w*)\\s*\\(");
    private static final Pattern ALLOWED_FUNCTION = Pattern
            .compile("\\.(length|size|min|max|avg|sum|stddev|keys|first|last)\\(\\)");
    private static final Pattern LIST = Pattern.compile("\\[[^\\[\\]?]*,[^\\[\\]]*]");
    private static final Pattern WORD_OPERATOR = Pattern
            .compile("\\b(in|nin|subsetof|anyof|noneof|contains|size|empty|type)\\b", Pattern.CASE_INSENSITIVE);

    private static final Pattern BARE_WORD = Pattern
            .compile("([=!]=\\s*)(?!(?:true|false|null)\\b)([A-Za-z_]\\w*)(?=\\s*(?:\\)|&&|\\|\\|))");

    private PathBounds() {}

    static void check(String path) {
        var bare = withoutQuoted(path);
        refuse(bare.contains("=~"), "regular expressions in filters are not supported");
        refuse(count(bare, "..") > 1, "at most one '..' is allowed");
        refuse(depth(bare) > MAX_NESTING, "brackets are nested deeper than " + MAX_NESTING);
        refuse(LIST.matcher(bare).results().count() > MAX_LISTS, "at most " + MAX_LISTS + " lists are allowed");
        var filter = bare.indexOf("?(");
        refuse(FUNCTION.matcher(ALLOWED_FUNCTION.matcher(bare).replaceAll("")).find(),
                "only length, size, min, max, avg, sum, stddev, keys, first and last are supported, without arguments");
        if (bare.indexOf('?') >= 0) {
            refuse(filter < 0, "'?' must be followed by '('");
            filters(bare);
        }
    }

    /// Definitions in the wild compare with words that have no quotes: `[?(@.type == Invoice)]`. They are strings.
    static String quoteWords(String path) {
        var bare = withoutQuoted(path);
        var quoted = new StringBuilder();
        var copied = 0;
        var words = BARE_WORD.matcher(bare);
        while (words.find()) {
            quoted.append(path, copied, words.start(2)).append('\'').append(words.group(2)).append('\'');
            copied = words.end(2);
        }
        return quoted.append(path.substring(copied)).toString();
    }

    private static void filters(String bare) {
        var start = bare.indexOf("[?");
        refuse(start < 0, "a filter must stand in brackets");
        while (start >= 0) {
            var end = closing(bare, start);
            var filter = bare.substring(start + 2, end);
            refuse(filter.indexOf('?') >= 0, "a filter must not hold a filter");
            refuse(filter.contains("..") || filter.indexOf('*') >= 0, "a filter must not hold '..' or '*'");
            refuse(filter.indexOf('$') >= 0 && WORD_OPERATOR.matcher(filter).find(),
                    "a filter with '$' must compare with a symbol");
            refuse(filter.chars().filter(c -> "!&|".indexOf(c) >= 0).count() > MAX_OPERATORS,
                    "a filter has too many operators");
            start = bare.indexOf("[?", end);
        }
    }

    private static int closing(String bare, int start) {
        var depth = 0;
        for (var i = start; i < bare.length(); i++) {
            var c = bare.charAt(i);
            depth += c == '[' ? 1 : c == ']' ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        throw new MalformedException("']' is missing");
    }

    private static int depth(String bare) {
        var depth = 0;
        var deepest = 0;
        for (var i = 0; i < bare.length(); i++) {
            var c = bare.charAt(i);
            depth += c == '[' || c == '(' ? 1 : c == ']' || c == ')' ? -1 : 0;
            deepest = Math.max(deepest, depth);
        }
        return deepest;
    }

    private static int count(String text, String part) {
        var count = 0;
        for (var i = text.indexOf(part); i >= 0; i = text.indexOf(part, i + 1)) {
            count++;
        }
        return count;
    }

    /// The path with the characters between quotes blanked, so that a search meets syntax only.
    private static String withoutQuoted(String path) {
        var bare = new StringBuilder(path);
        var quote = '\0';
        for (var i = 0; i < bare.length(); i++) {
            var c = bare.charAt(i);
            if (quote == '\0') {
                quote = c == '\'' || c == '"' ? c : '\0';
            } else if (c == '\\' && i + 1 < bare.length()) {
                bare.setCharAt(i, '_');
                bare.setCharAt(++i, '_');
            } else if (c == quote) {
                quote = '\0';
            } else {
                bare.setCharAt(i, '_');
            }
        }
        return bare.toString();
    }

    private static void refuse(boolean condition, String reason) {
        if (condition) {
            throw new MalformedException(reason);
        }
    }
}
