// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.lint;

import io.fermata.language.StateType;
import io.fermata.language.asl.SourceFlow;
import io.fermata.language.asl.SourceState;
import io.fermata.language.text.Source;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What several rules ask of a text.
final class Facts {

    private Facts() {}

    static Stream<SourceState> states(SourceFlow machine) {
        return machine.all().flatMap(flow -> flow.states().values().stream());
    }

    static Stream<SourceState> states(SourceFlow machine, StateType type) {
        return states(machine).filter(state -> state.type() == type);
    }

    /// The part of the resource behind `:::`, for instance `sqs:sendMessage.waitForTaskToken`; empty for functions,
    /// activities and other tasks.
    static String integration(SourceState task) {
        var resource = task.source().text("Resource");
        var at = resource == null ? -1 : resource.indexOf(":::");
        return at < 0 ? "" : Objects.requireNonNull(resource).substring(at + 3);
    }

    /// The items of a member that is an array; none otherwise.
    static List<Source> items(Source object, String member) {
        var list = object.member(member);
        return list == null ? List.of() : list.items();
    }

    /// The texts of a member that is an array.
    static List<String> texts(Source object, String member) {
        return items(object, member).stream().filter(item -> item.value().isString())
                .map(item -> item.value().stringValue()).toList();
    }

    static boolean hasAny(Source object, String... members) {
        return Stream.of(members).anyMatch(object::has);
    }

    /// The arguments of a task or the template of a Map.
    static @Nullable Source arguments(SourceState state) {
        var parameters = state.source().member("Parameters");
        return parameters == null ? state.source().member("Arguments") : parameters;
    }

    static boolean isNull(Source object, String member) {
        var value = object.member(member);
        return value != null && value.value().isNull();
    }
}
