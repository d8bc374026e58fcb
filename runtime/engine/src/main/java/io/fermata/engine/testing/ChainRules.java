// SPDX-License-Identifier: Apache-2.0
package io.fermata.engine.testing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// The rules that every history keeps, whatever its definition and whatever happened to the nodes that wrote it
/// (history.md, section 3): ids without a gap, each event after the one it points at, predecessors of the right type, one
/// end for each attempt and each run, and no event with two successors but where a state fans out. Stateless.
public final class ChainRules {

    private static final String END = "Execution(Succeeded|Failed|TimedOut|Aborted)";
    private static final String CALL = "(Task|LambdaFunction|Activity)";
    private static final String FAILURE = "FailStateEntered|EvaluationFailed|" + CALL + "(Failed|TimedOut)"
            + "|(Parallel|Map)StateFailed|MapRunFailed";
    private static final String EXITED = "\\w+StateExited";
    private static final String REDRIVEN = "ExecutionRedriven";

    private static final Map<Pattern, Pattern> PREDECESSORS = predecessors();
    private static final Pattern FAN_OUT = Pattern.compile("ParallelStateStarted|MapStateStarted|" + REDRIVEN);
    private static final Pattern BESIDE_THE_CHAIN = Pattern.compile("(Parallel|Map)StateSucceeded|MapRunSucceeded"
            + "|\\w+StateAborted|MapIteration\\w+|EvaluationFailed");

    private ChainRules() {}

    /// One event of a history.
    public record Line(long id, long previousId, String type, Instant at) {

        @Override
        public String toString() {
            return id + "<" + previousId + " " + type;
        }
    }

    private static Map<Pattern, Pattern> predecessors() {
        var rules = new LinkedHashMap<Pattern, Pattern>();
        rule(rules, "ExecutionStarted|ExecutionTimedOut|ExecutionAborted", "0");
        rule(rules, "ExecutionSucceeded", EXITED);
        // a full history, a path that finds nothing and a value too large end an execution anywhere
        rule(rules, "ExecutionFailed", "(?!" + END + ")[A-Z]\\w+");
        rule(rules, REDRIVEN, "Execution(Failed|TimedOut|Aborted)");
        rule(rules, "FailStateEntered", REDRIVEN);
        rule(rules, "\\w+StateEntered", "0|MapIterationStarted|ParallelStateStarted|" + EXITED);
        for (var type : List.of("Pass", "Wait", "Choice", "Succeed")) {
            rule(rules, type + "StateExited", type + "StateEntered|" + REDRIVEN);
        }
        rule(rules, "TaskStateExited", "EvaluationFailed|" + CALL + "(Succeeded|Failed|TimedOut)");
        for (var call : List.of("Task", "LambdaFunction", "Activity")) {
            rule(rules, call + "Scheduled",
                    "TaskStateEntered|EvaluationFailed|" + REDRIVEN + "|" + call + "(Failed|TimedOut)");
            rule(rules, call + "Started", call + "Scheduled");
            rule(rules, call + "(Succeeded|Failed|TimedOut)", call + "(Started|Submitted)");
        }
        rule(rules, "TaskSubmitted", "TaskStarted");
        rule(rules, "ActivityTimedOut", "ActivityScheduled|ActivityStarted");
        rule(rules, "EvaluationFailed", "0|(?!" + END + ")[A-Z]\\w+");
        rule(rules, "ParallelStateStarted", "ParallelStateEntered|" + REDRIVEN + "|" + FAILURE);
        rule(rules, "ParallelStateSucceeded", EXITED);
        rule(rules, "ParallelStateExited", "ParallelStateFailed|EvaluationFailed|" + EXITED);
        rule(rules, "MapStateStarted", "MapStateEntered|" + REDRIVEN + "|" + FAILURE);
        rule(rules, "MapStateSucceeded", "MapStateStarted|MapIterationSucceeded|MapRunSucceeded");
        rule(rules, "MapStateExited",
                "MapStateStarted|MapIterationSucceeded|MapRunStarted|MapRunRedriven|MapStateFailed|EvaluationFailed");
        rule(rules, "MapIterationStarted", "MapStateStarted|" + REDRIVEN + "|" + EXITED);
        rule(rules, "MapIterationSucceeded", EXITED);
        rule(rules, "MapIteration(Failed|Aborted)|\\w+StateAborted|(Parallel|Map)StateFailed", FAILURE);
        rule(rules, "MapRunStarted", "MapStateStarted");
        rule(rules, "MapRunRedriven", REDRIVEN);
        rule(rules, "MapRun(Succeeded|Failed|Aborted)", "MapRunStarted|MapRunRedriven");
        return rules;
    }

    private static void rule(Map<Pattern, Pattern> rules, String event, String predecessors) {
        rules.put(Pattern.compile(event), Pattern.compile(predecessors));
    }

    /// What is wrong with the history of an execution that has ended; empty when nothing is.
    public static List<String> faults(List<Line> history) {
        var faults = new ArrayList<String>();
        var types = new HashMap<Long, String>(Map.of(0L, "0"));
        var followed = new HashSet<Long>();
        var fitting = new HashMap<String, Boolean>();
        for (int i = 0; i < history.size(); i++) {
            var event = history.get(i);
            var previous = types.get(event.previousId());
            if (event.id() != i + 1) {
                faults.add("event " + (i + 1) + " has id " + event.id());
            }
            if (i > 0 && event.at().isBefore(history.get(i - 1).at())) {
                faults.add(event.id() + " " + event.type() + " is earlier than the event before it");
            }
            if (previous == null) {
                faults.add(event.id() + " " + event.type() + " points at " + event.previousId()
                        + ", which is not before it");
            } else if (!fitting.computeIfAbsent(event.type() + " after " + previous,
                    _ -> fits(event.type(), previous))) {
                faults.add(event.id() + " " + event.type() + " follows " + event.previousId() + " " + previous);
            } else if (event.previousId() > 0 && !BESIDE_THE_CHAIN.matcher(event.type()).matches()
                    && !FAN_OUT.matcher(previous).matches() && !followed.add(event.previousId())) {
                faults.add(event.id() + " " + event.type() + " is a second successor of " + event.previousId());
            }
            types.put(event.id(), event.type());
        }
        faults.addAll(ends(history));
        faults.addAll(attempts(history));
        return faults;
    }

    private static boolean fits(String type, String previous) {
        var rules = PREDECESSORS.entrySet().stream().filter(rule -> rule.getKey().matcher(type).matches()).toList();
        return rules.stream().anyMatch(rule -> rule.getValue().matcher(previous).matches());
    }

    private static List<String> ends(List<Line> history) {
        var faults = new ArrayList<String>();
        boolean over = true;
        for (var event : history) {
            boolean begins = event.type().equals(event.id() == 1 ? "ExecutionStarted" : REDRIVEN);
            if (over != begins) {
                faults.add(
                        event.id() + " " + event.type() + (over ? " comes after the end" : " begins what has begun"));
            }
            over = event.type().matches(END);
        }
        if (!over) {
            faults.add("has no end");
        }
        return faults;
    }

    /// An attempt has one start at most, and one end unless the execution or a failure around it cut it off.
    private static List<String> attempts(List<Line> history) {
        var faults = new ArrayList<String>();
        var attemptOf = new HashMap<Long, Long>();
        Set<Long> started = new HashSet<>();
        Set<Long> ended = new HashSet<>();
        for (var event : history) {
            if (event.type().matches(CALL + "Scheduled")) {
                attemptOf.put(event.id(), event.id());
            } else if (event.type().matches(CALL + "(Started|Submitted|Succeeded|Failed|TimedOut)")) {
                var attempt = attemptOf.getOrDefault(event.previousId(), 0L);
                attemptOf.put(event.id(), attempt);
                if (event.type().endsWith("Started") && !started.add(attempt)) {
                    faults.add(event.id() + " " + event.type() + " starts attempt " + attempt + " again");
                }
                if (event.type().matches("\\w+(Succeeded|Failed|TimedOut)") && !ended.add(attempt)) {
                    faults.add(event.id() + " " + event.type() + " ends attempt " + attempt + " again");
                }
            }
        }
        return faults;
    }
}
