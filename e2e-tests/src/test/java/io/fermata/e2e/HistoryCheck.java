// SPDX-License-Identifier: Apache-2.0
package io.fermata.e2e;

import io.fermata.engine.testing.ChainRules;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;

/// Judges histories as clients see them.
final class HistoryCheck {

    private HistoryCheck() {}

    /// What is wrong with a finished history; empty when nothing is.
    static List<String> faults(List<HistoryEvent> events) {
        return ChainRules.faults(events.stream().map(event -> new ChainRules.Line(event.id(), event.previousEventId(),
                event.typeAsString(), event.timestamp())).toList());
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
