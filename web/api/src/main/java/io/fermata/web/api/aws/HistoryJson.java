// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api.aws;

import io.fermata.engine.EventDetails;
import io.fermata.engine.EventNames;
import io.fermata.engine.HistoryEvent;
import io.fermata.engine.HistoryEvent.StateEntered;
import io.fermata.engine.HistoryEvent.StateExited;
import io.fermata.engine.Recorded;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// History events as GetExecutionHistory shows them (history.md sections 1 and 2).
public final class HistoryJson {

    private final EventDetails details;

    /// @param data whether inputs and outputs are shown (`includeExecutionData`)
    public HistoryJson(String region, boolean data) {
        this.details = new EventDetails(region, data);
    }

    /// One event.
    public ObjectNode event(Recorded recorded) {
        var event = (HistoryEvent) recorded.entry();
        var name = EventNames.of(event);
        var json = JsonNodeFactory.instance.objectNode();
        json.put("timestamp", Times.seconds(recorded.at()));
        json.put("type", name);
        json.put("id", recorded.id());
        json.put("previousEventId", recorded.previousId());
        var shown = details.of(event);
        if (shown != null) {
            json.set(key(event, name), shown);
        }
        return json;
    }

    private static String key(HistoryEvent event, String name) {
        return switch (event) {
            case StateEntered _ -> "stateEnteredEventDetails";
            case StateExited _ -> "stateExitedEventDetails";
            case HistoryEvent other -> Character.toLowerCase(name.charAt(0)) + name.substring(1) + "EventDetails";
        };
    }
}
