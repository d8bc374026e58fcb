// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.lint;

import io.fermata.language.Edges;
import io.fermata.language.QueryLanguage;
import io.fermata.language.StateType;
import io.fermata.language.asl.Link;
import io.fermata.language.asl.SourceFlow;
import io.fermata.language.asl.SourceState;
import io.fermata.language.text.Source;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Follows what is known of the data from state to state (asl.md section 2), until nothing new is learnt. Knows nothing of
/// what a machine is started with, nor of results and JSONata; so what it knows to be absent is absent on every way.
final class DataFlow {

    private static final int MAX_VISITS = 20;
    private static final int MAX_STEPS = 100_000;
    private static final Shape ERROR = Shape.literal(JsonNodeFactory.instance.objectNode()
            .put("Error", "").put("Cause", ""));

    private final Map<SourceState, Shape> inputs = new HashMap<>();
    private int steps;

    private DataFlow() {}

    /// What each state that can be reached gets as its input; empty when the machine is too large to tell.
    static Map<SourceState, Shape> inputs(SourceFlow machine) {
        var flow = new DataFlow();
        flow.follow(machine, Shape.ANY);
        return flow.steps > MAX_STEPS ? Map.of() : flow.inputs;
    }

    private void follow(SourceFlow flow, Shape input) {
        var start = flow.states().get(String.valueOf(flow.startAt()));
        if (start == null) {
            return;
        }
        var visits = new HashMap<SourceState, Integer>();
        var open = new ArrayDeque<SourceState>();
        enter(start, input, visits, open);
        while (!open.isEmpty() && steps++ <= MAX_STEPS) {
            var state = open.remove();
            for (var link : state.links()) {
                var next = flow.states().get(link.to());
                if (next != null) {
                    enter(next, along(state, link), visits, open);
                }
            }
        }
        List.copyOf(flow.states().values()).stream().filter(inputs::containsKey)
                .forEach(state -> state.inner().forEach(inner -> follow(inner, innerInput(state))));
    }

    private void enter(SourceState state, Shape input, Map<SourceState, Integer> visits,
            ArrayDeque<SourceState> open) {
        var known = inputs.get(state);
        var joined = known == null ? input : known.or(input);
        if (joined.equals(known)) {
            return;
        }
        inputs.put(state, visits.merge(state, 1, Integer::sum) > MAX_VISITS ? Shape.ANY : joined);
        open.add(state);
    }

    private Shape along(SourceState state, Link link) {
        var input = inputs.getOrDefault(state, Shape.ANY);
        if (link.kind() == Edges.Kind.CATCH) {
            return caught(state, link.holder(), input);
        }
        return link.holder().has("Output") ? Shape.ANY : output(state, input);
    }

    private static Shape caught(SourceState state, Source catcher, Shape input) {
        if (state.language() == QueryLanguage.JSONATA) {
            return catcher.has("Output") ? Shape.ANY : ERROR;
        }
        return put(catcher, input, ERROR);
    }

    private static Shape output(SourceState state, Shape input) {
        var source = state.source();
        if (state.language() == QueryLanguage.JSONATA) {
            return source.has("Output") || produces(state.type()) ? Shape.ANY : input;
        }
        return found(source, "OutputPath", beforeOutputPath(state, input));
    }

    /// The data of a JSONPath state that `OutputPath` is applied to.
    static Shape beforeOutputPath(SourceState state, Shape input) {
        var source = state.source();
        return switch (state.type()) {
            case null -> Shape.ANY;
            case PASS -> put(source, input, passed(source, afterInputPath(source, input)));
            case TASK, PARALLEL, MAP -> {
                var selector = source.member("ResultSelector");
                yield put(source, input,
                        selector == null ? Shape.ANY : Shape.template(selector.value(), Shape.ANY));
            }
            case WAIT, CHOICE, SUCCEED, FAIL -> afterInputPath(source, input);
        };
    }

    /// What `Parameters` and the paths of a state read.
    static Shape afterInputPath(Source state, Shape input) {
        return found(state, "InputPath", input);
    }

    private static Shape passed(Source pass, Shape effective) {
        var result = pass.member("Result");
        if (result != null) {
            return Shape.literal(result.value());
        }
        return templated(pass.member("Parameters"), effective);
    }

    private Shape innerInput(SourceState state) {
        var source = state.source();
        var input = inputs.getOrDefault(state, Shape.ANY);
        if (state.language() == QueryLanguage.JSONATA) {
            return source.has("Arguments") || state.type() != StateType.PARALLEL ? Shape.ANY : input;
        }
        var effective = afterInputPath(source, input);
        if (state.type() == StateType.PARALLEL) {
            return templated(source.member("Parameters"), effective);
        }
        var selector = source.member("ItemSelector") == null
                ? source.member("Parameters")
                : source.member(
                        "ItemSelector");
        return selector == null || source.has("ItemBatcher") ? Shape.ANY : templated(selector, effective);
    }

    private static Shape templated(@Nullable Source template, Shape effective) {
        return template == null ? effective : Shape.template(template.value(), effective);
    }

    private static boolean produces(@Nullable StateType type) {
        return switch (type) {
            case null -> true;
            case TASK, PARALLEL, MAP -> true;
            case PASS, WAIT, CHOICE, SUCCEED, FAIL -> false;
        };
    }

    private static Shape found(Source holder, String field, Shape data) {
        var member = holder.member(field);
        if (member == null) {
            return data;
        }
        if (member.value().isNull()) {
            return Shape.EMPTY;
        }
        var path = path(member.value());
        var shape = path == null ? null : data.find(path);
        return shape == null ? Shape.ANY : shape;
    }

    private static Shape put(Source holder, Shape input, Shape result) {
        var member = holder.member("ResultPath");
        if (member == null) {
            return result;
        }
        if (member.value().isNull()) {
            return input;
        }
        var path = path(member.value());
        return path == null ? Shape.ANY : input.put(path, result);
    }

    private static @Nullable MemberPath path(JsonNode value) {
        return value.isString() ? MemberPath.of(value.stringValue()) : null;
    }
}
