// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonpath;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads the steps of paths that use only names and indexes. What else a path may hold is left to [PathQuery].
final class PathSteps {

    private static final int MAX_STEPS = 256;
    private static final int MAX_INDEX_DIGITS = 9;

    private final String path;
    private final List<PathStep> steps = new ArrayList<>();
    private int index;

    private PathSteps(String path, int start) {
        this.path = path;
        this.index = start;
    }

    /// The steps from `start` on; empty when the path holds anything but names and indexes.
    static Optional<List<PathStep>> read(String path, int start) {
        var reader = new PathSteps(path, start);
        while (reader.index < path.length()) {
            if (reader.steps.size() == MAX_STEPS || !reader.step()) {
                return Optional.empty();
            }
        }
        return Optional.of(List.copyOf(reader.steps));
    }

    private boolean step() {
        return switch (path.charAt(index)) {
            case '.' -> dotName();
            case '[' -> bracket();
            default -> false;
        };
    }

    private boolean dotName() {
        index++;
        var name = new StringBuilder();
        while (index < path.length()) {
            var c = path.charAt(index);
            if (c == '.' || c == '[') {
                break;
            }
            if (c == '\\' && index + 1 < path.length()) {
                index++;
                c = path.charAt(index);
            } else if (" *()]'\"?".indexOf(c) >= 0) {
                return false;
            }
            name.append(c);
            index++;
        }
        return add(name.toString());
    }

    private boolean add(String name) {
        if (name.isEmpty()) {
            return false;
        }
        steps.add(new PathStep.Member(name));
        return true;
    }

    private boolean bracket() {
        index++;
        skipBlanks();
        if (index >= path.length()) {
            return false;
        }
        var c = path.charAt(index);
        return c == '\'' || c == '"' ? quoted(c) : number();
    }

    /// The name ends at the first quote that a bracket follows: inside, quotes and backslashes stand for themselves.
    private boolean quoted(char quote) {
        var start = ++index;
        while (index < path.length()) {
            if (path.charAt(index) == quote) {
                var end = index;
                index++;
                skipBlanks();
                if (index < path.length() && path.charAt(index) == ']') {
                    index++;
                    return add(path.substring(start, end));
                }
                if (index < path.length() && path.charAt(index) == ',') {
                    return false;
                }
                index = end;
            }
            index++;
        }
        return false;
    }

    private boolean number() {
        var close = path.indexOf(']', index);
        if (close < 0) {
            return false;
        }
        var digits = path.substring(index, close).strip();
        var unsigned = digits.startsWith("-") ? digits.substring(1) : digits;
        if (unsigned.isEmpty() || unsigned.length() > MAX_INDEX_DIGITS
                || !unsigned.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return false;
        }
        steps.add(new PathStep.Element(Integer.parseInt(digits)));
        index = close + 1;
        return true;
    }

    private void skipBlanks() {
        while (index < path.length() && path.charAt(index) == ' ') {
            index++;
        }
    }
}
