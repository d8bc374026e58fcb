// SPDX-License-Identifier: Apache-2.0
package io.fermata.e2e;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;

/// The rules that every history keeps, whatever happened to the nodes that wrote it: ids without a gap, each event after
/// the one it points at, predecessors of the right type, one end for each attempt, and no event with two successors but
/// where a state fans out.
final class HistoryCheck {

    private static final Pattern ENTERED = Pattern.compile("\\w+StateEntered");
    private static final Pattern EXITED = Pattern.compile("\\w+StateExited");
    private static final Pattern FAN_OUT = Pattern.compile("ParallelStateStarted|MapStateStarted");
    private static final Pattern BESIDE_THE_CHAIN = Pattern
            .compile("(Parallel|Map)StateSucceeded|MapIterationFailed|\\w+StateAborted");
    private static final String ATTEMPT_ENDED = "TaskSucceeded|TaskFailed|TaskTimedOut";

    /// Type of an event to the types that its predecessor may have, 0 for none.
    private static final Map<Pattern, Pattern> PREDECESSORS = Map.ofEntries(rule("ExecutionStarted", "0"),
            rule("ExecutionSucceeded", "\\w+StateExited"),
            rule("ExecutionFailed", "FailStateEntered|TaskFailed|TaskTimedOut|\\w+StateFailed"),
            rule("\\w+StateEntered", "0|\\w+StateExited|MapIterationStarted|ParallelStateStarted"),
            rule("PassStateExited", "PassStateEntered"), rule("WaitStateExited", "WaitStateEntered"),
            rule("ChoiceStateExited", "ChoiceStateEntered"), rule("TaskStateExited", ATTEMPT_ENDED),
            rule("TaskScheduled", "TaskStateEntered|TaskFailed|TaskTimedOut"),
            rule("TaskStarted", "TaskScheduled"), rule("TaskSubmitted", "TaskStarted"),
            rule(ATTEMPT_ENDED, "TaskStarted|TaskSubmitted"), rule("ParallelStateStarted", "ParallelStateEntered"),
            rule("ParallelState(Succeeded|Exited)", "\\w+StateExited"), rule("MapStateStarted", "MapStateEntered"),
            rule("MapIterationStarted", "MapStateStarted|\\w+StateExited"),
            rule("MapIterationSucceeded", "\\w+StateExited"),
            rule("MapState(Succeeded|Exited)", "MapIterationSucceeded"));

    private HistoryCheck() {}

    private static Map.Entry<Pattern, Pattern> rule(String event, String predecessors) {
        return Map.entry(Pattern.compile(event), Pattern.compile(predecessors));
    }

    /// What is wrong with a finished history; empty when nothing is.
    static List<String> faults(List<HistoryEvent> events) {
        var faults = new ArrayList<String>();
        var types = new HashMap<Long, String>();
        types.put(0L, "0");
        var followed = new HashSet<Long>();
        for (int i = 0; i < events.size(); i++) {
            var event = events.get(i);
            var type = event.typeAsString();
            var previous = types.get(event.previousEventId());
            if (event.id() != i + 1) {
                faults.add("event " + (i + 1) + " has id " + event.id());
            }
            if (i > 0 && event.timestamp().isBefore(events.get(i - 1).timestamp())) {
                faults.add(event.id() + " " + type + " is earlier than the event before it");
            }
            if (previous == null) {
                faults.add(
                        event.id() + " " + type + " points at " + event.previousEventId() + ", which is not before it");
            } else if (!fits(type, previous)) {
                faults.add(event.id() + " " + type + " follows " + previous);
            }
            boolean advances = !BESIDE_THE_CHAIN.matcher(type).matches() && !type.equals("MapIterationStarted")
                    && !type.equals("MapIterationSucceeded");
            if (previous != null && event.previousEventId() > 0 && advances && !FAN_OUT.matcher(previous).matches()
                    && !followed.add(event.previousEventId())) {
                faults.add(event.id() + " " + type + " is a second successor of " + event.previousEventId());
            }
            types.put(event.id(), type);
        }
        if (events.isEmpty() || !events.getFirst().typeAsString().equals("ExecutionStarted")) {
            faults.add("does not begin with ExecutionStarted");
        }
        long ends = events.stream().filter(event -> ends(event.typeAsString())).count();
        if (ends != 1 || !ends(events.getLast().typeAsString())) {
            faults.add("has " + ends + " ends");
        }
        faults.addAll(unanswered(events));
        return faults;
    }

    private static boolean ends(String type) {
        return type.matches("Execution(Succeeded|Failed|TimedOut|Aborted)");
    }

    private static boolean fits(String type, String previous) {
        Optional<Pattern> allowed = PREDECESSORS.entrySet().stream()
                .filter(rule -> rule.getKey().matcher(type).matches()).map(Map.Entry::getValue).findFirst();
        return allowed.isPresent() && allowed.get().matcher(previous).matches();
    }

    /// Each attempt has one start and one end, each state that was entered is left once or the execution failed in it.
    private static List<String> unanswered(List<HistoryEvent> events) {
        long scheduled = count(events, Pattern.compile("TaskScheduled"));
        long started = count(events, Pattern.compile("TaskStarted"));
        long ended = count(events, Pattern.compile(ATTEMPT_ENDED));
        long entered = count(events, ENTERED);
        long exited = count(events, EXITED);
        long failing = events.isEmpty()
                ? 0
                : count(events.subList(events.size() - 1, events.size()),
                        Pattern.compile("ExecutionFailed"));
        var faults = new ArrayList<String>();
        if (scheduled != started || scheduled != ended) {
            faults.add(scheduled + " attempts, " + started + " starts and " + ended + " ends of attempts");
        }
        if (entered != exited + failing) {
            faults.add(entered + " states entered, " + exited + " left");
        }
        return faults;
    }

    private static long count(List<HistoryEvent> events, Pattern type) {
        return events.stream().filter(event -> type.matcher(event.typeAsString()).matches()).count();
    }

    /// What a history says regardless of the order in which branches went on: how often each event stands in it, with its
    /// state and the type before it. A callback may be answered before its call is, which leaves `TaskSubmitted` out.
    static Map<String, Integer> shape(List<HistoryEvent> events) {
        var types = new HashMap<Long, String>();
        var shape = new TreeMap<String, Integer>();
        for (var event : events) {
            var type = event.typeAsString();
            types.put(event.id(), type);
            if (type.equals("TaskSubmitted")) {
                continue;
            }
            boolean joins = type.startsWith("ParallelState") && Set.of("ParallelStateSucceeded", "ParallelStateExited")
                    .contains(type);
            var previous = joins
                    ? "any"
                    : String.valueOf(types.getOrDefault(event.previousEventId(), "0"))
                            .replace("TaskSubmitted", "TaskStarted");
            shape.merge(type + " " + name(event) + " after " + previous, 1, Integer::sum);
        }
        return shape;
    }

    private static String name(HistoryEvent event) {
        if (event.stateEnteredEventDetails() != null) {
            return event.stateEnteredEventDetails().name();
        }
        if (event.stateExitedEventDetails() != null) {
            return event.stateExitedEventDetails().name();
        }
        if (event.taskScheduledEventDetails() != null) {
            return event.taskScheduledEventDetails().resource();
        }
        return "";
    }
}
