// SPDX-License-Identifier: Apache-2.0
package io.fermata.journal;

import io.fermata.engine.Entry;
import io.fermata.engine.HistoryEvent.ContainerFailed;
import io.fermata.engine.HistoryEvent.ContainerSucceeded;
import io.fermata.engine.HistoryEvent.EvaluationFailed;
import io.fermata.engine.HistoryEvent.ExecutionAborted;
import io.fermata.engine.HistoryEvent.ExecutionFailed;
import io.fermata.engine.HistoryEvent.ExecutionRedriven;
import io.fermata.engine.HistoryEvent.ExecutionStarted;
import io.fermata.engine.HistoryEvent.ExecutionSucceeded;
import io.fermata.engine.HistoryEvent.ExecutionTimedOut;
import io.fermata.engine.HistoryEvent.IterationAborted;
import io.fermata.engine.HistoryEvent.IterationFailed;
import io.fermata.engine.HistoryEvent.IterationStarted;
import io.fermata.engine.HistoryEvent.IterationSucceeded;
import io.fermata.engine.HistoryEvent.MapRunAborted;
import io.fermata.engine.HistoryEvent.MapRunFailed;
import io.fermata.engine.HistoryEvent.MapRunRedriven;
import io.fermata.engine.HistoryEvent.MapRunStarted;
import io.fermata.engine.HistoryEvent.MapRunSucceeded;
import io.fermata.engine.HistoryEvent.MapStarted;
import io.fermata.engine.HistoryEvent.ParallelStarted;
import io.fermata.engine.HistoryEvent.StateAborted;
import io.fermata.engine.HistoryEvent.StateEntered;
import io.fermata.engine.HistoryEvent.StateExited;
import io.fermata.engine.HistoryEvent.TaskFailed;
import io.fermata.engine.HistoryEvent.TaskScheduled;
import io.fermata.engine.HistoryEvent.TaskStarted;
import io.fermata.engine.HistoryEvent.TaskSubmitted;
import io.fermata.engine.HistoryEvent.TaskSucceeded;
import io.fermata.engine.HistoryEvent.TaskTimedOut;
import io.fermata.engine.Limits;
import io.fermata.engine.Note;
import io.fermata.engine.StateType;
import io.fermata.engine.TaskTarget;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/// The form of each entry in the journal: a tag and its fields in order. Tags are never used again for something else, and
/// fields are only ever added at the end, so every row that was ever written can be read.
final class EntryCodec {

    private static final int HEAD = 4;

    private EntryCodec() {}

    static void write(Entry entry, ArrayNode to, ValueTable values) {
        var out = new Writer(to, values);
        switch (entry) {
            case ExecutionStarted(var input, var role) -> out.tag(1).value(input).text(role);
            case ExecutionSucceeded(var output) -> out.tag(2).value(output);
            case ExecutionFailed(var error, var cause) -> out.tag(3).text(error).text(cause);
            case ExecutionTimedOut() -> out.tag(4);
            case ExecutionAborted(var error, var cause) -> out.tag(5).text(error).text(cause);
            case StateEntered(var type, var name, var input) -> out.tag(6).type(type).text(name).value(input);
            case StateExited(var type, var name, var output, var assigned, var next) ->
                out.tag(7).type(type).text(name).value(output).map(assigned).text(next);
            case StateAborted(var type) -> out.tag(8).type(type);
            case TaskScheduled(var target, var parameters, var timeout, var heartbeat, var role) ->
                out.tag(9).target(target).value(parameters).number(timeout).number(heartbeat).text(role);
            case TaskStarted(var target, var worker) -> out.tag(10).target(target).text(worker);
            case TaskSubmitted(var target, var output) -> out.tag(11).target(target).value(output);
            case TaskSucceeded(var target, var output) -> out.tag(12).target(target).value(output);
            case TaskFailed(var target, var error, var cause) -> out.tag(13).target(target).text(error).text(cause);
            case TaskTimedOut(var target, var error) -> out.tag(14).target(target).text(error);
            case ParallelStarted() -> out.tag(15);
            case MapStarted(var length) -> out.tag(16).number((long) length);
            case IterationStarted(var name, var index) -> out.tag(17).text(name).number((long) index);
            case IterationSucceeded(var name, var index) -> out.tag(18).text(name).number((long) index);
            case IterationFailed(var name, var index) -> out.tag(19).text(name).number((long) index);
            case IterationAborted(var name, var index) -> out.tag(20).text(name).number((long) index);
            case ContainerSucceeded(var type) -> out.tag(21).type(type);
            case ContainerFailed(var type) -> out.tag(22).type(type);
            case EvaluationFailed(var error, var cause, var location, var state) ->
                out.tag(23).text(error).text(cause).text(location).text(state);
            case ExecutionRedriven(var count) -> out.tag(24).number((long) count);
            case MapRunStarted(var arn) -> out.tag(31).text(arn);
            case MapRunSucceeded() -> out.tag(32);
            case MapRunFailed(var error, var cause) -> out.tag(33).text(error).text(cause);
            case MapRunAborted() -> out.tag(34);
            case MapRunRedriven(var arn, var count) -> out.tag(35).text(arn).number((long) count);
            case Note.WaitScheduled(var dueAt) -> out.tag(101).number(StepCodec.micros(dueAt));
            case Note.RetryScheduled(var retrier, var dueAt) ->
                out.tag(102).number((long) retrier).number(StepCodec.micros(dueAt));
            case Note.MapPlanned(var items, var most) -> {
                out.tag(103).number((long) most);
                items.forEach(out::value);
            }
            case Note.LimitsSet(var limits) -> out.tag(104).text(limits.name());
        }
    }

    static Entry read(JsonNode from, ValueTable values) {
        var in = new Reader(from, values);
        int tag = (int) in.number();
        return switch (tag) {
            case 1 -> new ExecutionStarted(in.value(), in.text());
            case 2 -> new ExecutionSucceeded(in.value());
            case 3 -> new ExecutionFailed(in.optionalText(), in.optionalText());
            case 4 -> new ExecutionTimedOut();
            case 5 -> new ExecutionAborted(in.optionalText(), in.optionalText());
            case 6 -> new StateEntered(in.type(), in.text(), in.value());
            case 7 -> new StateExited(in.type(), in.text(), in.value(), in.map(), in.optionalText());
            case 8 -> new StateAborted(in.type());
            case 9 -> new TaskScheduled(in.target(), in.value(), in.optionalNumber(), in.optionalNumber(),
                    in.optionalText());
            case 10 -> new TaskStarted(in.target(), in.optionalText());
            case 11 -> new TaskSubmitted(in.target(), in.value());
            case 12 -> new TaskSucceeded(in.target(), in.value());
            case 13 -> new TaskFailed(in.target(), in.optionalText(), in.optionalText());
            case 14 -> new TaskTimedOut(in.target(), in.text());
            case 15 -> new ParallelStarted();
            case 16 -> new MapStarted((int) in.number());
            case 17 -> new IterationStarted(in.text(), (int) in.number());
            case 18 -> new IterationSucceeded(in.text(), (int) in.number());
            case 19 -> new IterationFailed(in.text(), (int) in.number());
            case 20 -> new IterationAborted(in.text(), (int) in.number());
            case 21 -> new ContainerSucceeded(in.type());
            case 22 -> new ContainerFailed(in.type());
            case 23 -> new EvaluationFailed(in.text(), in.text(), in.optionalText(), in.text());
            case 24 -> new ExecutionRedriven((int) in.number());
            case 31 -> new MapRunStarted(in.text());
            case 32 -> new MapRunSucceeded();
            case 33 -> new MapRunFailed(in.optionalText(), in.optionalText());
            case 34 -> new MapRunAborted();
            case 35 -> new MapRunRedriven(in.text(), (int) in.number());
            case 101 -> new Note.WaitScheduled(StepCodec.instant(in.number()));
            case 102 -> new Note.RetryScheduled((int) in.number(), StepCodec.instant(in.number()));
            case 103 -> {
                int most = (int) in.number();
                var items = new ArrayList<JsonNode>();
                while (in.more()) {
                    items.add(in.value());
                }
                yield new Note.MapPlanned(items, most);
            }
            case 104 -> new Note.LimitsSet(Limits.valueOf(in.text()));
            default -> throw new IllegalStateException("journal entry of kind " + tag + " is unknown to this Fermata");
        };
    }

    private record Writer(ArrayNode to, ValueTable values) {

        Writer tag(int tag) {
            to.add(tag);
            return this;
        }

        Writer text(@Nullable String text) {
            to.add(text);
            return this;
        }

        Writer number(@Nullable Long number) {
            to.add(number);
            return this;
        }

        Writer type(StateType type) {
            to.add(type.name());
            return this;
        }

        Writer value(JsonNode value) {
            to.add(values.place(value));
            return this;
        }

        Writer target(TaskTarget target) {
            to.add(target.kind().name());
            to.add(target.resourceType());
            to.add(target.resource());
            return this;
        }

        Writer map(Map<String, JsonNode> map) {
            var object = to.addObject();
            map.forEach((key, value) -> object.put(key, values.place(value)));
            return this;
        }
    }

    private static final class Reader {

        private final JsonNode from;
        private final ValueTable values;
        private int next = HEAD;

        Reader(JsonNode from, ValueTable values) {
            this.from = from;
            this.values = values;
        }

        boolean more() {
            return next < from.size();
        }

        private JsonNode take() {
            return from.get(next++);
        }

        String text() {
            return take().stringValue();
        }

        @Nullable
        String optionalText() {
            var node = take();
            return node.isNull() ? null : node.stringValue();
        }

        long number() {
            return take().longValue();
        }

        @Nullable
        Long optionalNumber() {
            var node = take();
            return node.isNull() ? null : node.longValue();
        }

        StateType type() {
            return StateType.valueOf(text());
        }

        JsonNode value() {
            return values.at(take().intValue());
        }

        TaskTarget target() {
            return new TaskTarget(TaskTarget.Kind.valueOf(text()), text(), text());
        }

        Map<String, JsonNode> map() {
            var map = new LinkedHashMap<String, JsonNode>();
            take().properties().forEach(entry -> map.put(entry.getKey(), values.at(entry.getValue().intValue())));
            return map;
        }
    }
}
