// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.asl;

import io.fermata.language.Edges;
import io.fermata.language.text.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One transition as the text of a state names it, whether its target exists or not.
///
/// @param target the value that names the next state: of `Next` or `Default`
/// @param holder the state, or the rule of `Choices` or `Catch` that the target is a member of
public record Link(Edges.Kind kind, Source target, Source holder) {

    /// The transitions of a state in the order in which [Edges] lists them.
    static List<Link> of(Source state) {
        var links = new ArrayList<Link>();
        rules(links, state, "Choices", Edges.Kind.CHOICE);
        add(links, state, "Next", Edges.Kind.NEXT);
        add(links, state, "Default", Edges.Kind.DEFAULT);
        rules(links, state, "Catch", Edges.Kind.CATCH);
        return List.copyOf(links);
    }

    /// The name of the next state; empty when the text has no string there.
    public String to() {
        return target.value().isString() ? target.value().stringValue() : "";
    }

    /// The condition or the caught errors for a person; null for [Edges.Kind#NEXT] and [Edges.Kind#DEFAULT].
    public @Nullable String label() {
        return switch (kind) {
            case NEXT, DEFAULT -> null;
            case CHOICE -> ConditionText.of(holder);
            case CATCH -> errors(holder);
        };
    }

    private static String errors(Source catcher) {
        var errors = catcher.member("ErrorEquals");
        return errors == null
                ? ""
                : errors.items().stream().filter(error -> error.value().isString())
                        .map(error -> error.value().stringValue()).collect(Collectors.joining(", "));
    }

    private static void rules(List<Link> links, Source state, String list, Edges.Kind kind) {
        var rules = state.member(list);
        if (rules != null) {
            rules.items().forEach(rule -> add(links, rule, "Next", kind));
        }
    }

    private static void add(List<Link> links, Source holder, String name, Edges.Kind kind) {
        var target = holder.member(name);
        if (target != null) {
            links.add(new Link(kind, target, holder));
        }
    }
}
