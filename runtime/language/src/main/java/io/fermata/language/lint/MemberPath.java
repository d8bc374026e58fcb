// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.lint;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A path of plain member names from the input, such as `$.order['a b']`. Other paths are not followed,
/// nor are paths of more than 1,000 characters.
record MemberPath(List<String> names) {

    static final MemberPath ROOT = new MemberPath(List.of());

    private static final int MAX_PATH = 1_000;
    private static final int MAX_CALL = 2_000;
    private static final String STEP = "\\.([\\p{L}_][\\p{L}\\p{N}_-]*)|\\['([^'\\]\\\\]+)'\\]";
    private static final Pattern STEPS = Pattern.compile(STEP);
    private static final Pattern WHOLE = Pattern.compile("\\$(?:" + STEP + ")*+");
    private static final Pattern QUOTED = Pattern.compile("'(?:\\\\.|[^'\\\\])*+'", Pattern.DOTALL);
    private static final Pattern ARGUMENT = Pattern
            .compile("[(,]\\s*+(\\$(?:\\.[\\p{L}_][\\p{L}\\p{N}_-]*+)*+)\\s*+(?=[,)])");

    MemberPath {
        names = List.copyOf(names);
    }

    /// The path of a text; null when it is another kind of path or none.
    static @Nullable MemberPath of(@Nullable String text) {
        if (text == null || text.length() > MAX_PATH || !WHOLE.matcher(text).matches()) {
            return null;
        }
        var names = new ArrayList<String>();
        var steps = STEPS.matcher(text);
        while (steps.find()) {
            names.add(steps.group(1) == null ? steps.group(2) : steps.group(1));
        }
        return new MemberPath(names);
    }

    /// The paths among the arguments of an intrinsic call and the calls in it.
    static List<MemberPath> argumentsOf(String call) {
        if (call.length() > MAX_CALL) {
            return List.of();
        }
        var found = new ArrayList<MemberPath>();
        var arguments = ARGUMENT.matcher(QUOTED.matcher(call).replaceAll("''"));
        while (arguments.find()) {
            var path = of(arguments.group(1));
            if (path != null) {
                found.add(path);
            }
        }
        return found;
    }

    MemberPath then(String name) {
        return new MemberPath(Stream.concat(names.stream(), Stream.of(name)).toList());
    }

    /// Whether the other path leads to something inside what this one leads to.
    boolean isAbove(MemberPath other) {
        return names.size() < other.names.size() && other.names.subList(0, names.size()).equals(names);
    }

    @Override
    public String toString() {
        return "$" + String.join("", names.stream().map(name -> "." + name).toList());
    }
}
