// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import io.fermata.engine.EventDetails;
import io.fermata.engine.EventNames;
import io.fermata.engine.ExecutionFacts;
import io.fermata.engine.HistoryEvent;
import io.fermata.engine.LogDelivery;
import io.fermata.engine.Recorded;
import io.fermata.language.Json;
import io.fermata.tenancy.Arn;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Events as AWS writes them to a log (api.md 4.10): ids, moments and counts are texts.
final class LogLines {

    /// What is longer is cut (AWS: payloads over 248 KiB).
    private static final int LONGEST = 248 << 10;

    private LogLines() {}

    /// The line of one event.
    static LogDelivery.Line of(ExecutionFacts facts, Recorded recorded, int redriveCount) {
        var event = (HistoryEvent) recorded.entry();
        var region = Arn.parse(facts.executionArn()).map(Arn::region).orElse("");
        var details = new EventDetails(region, facts.logging().data()).of(event);
        var line = JsonNodeFactory.instance.objectNode();
        line.put("id", Long.toString(recorded.id()));
        line.put("type", EventNames.of(event));
        line.set("details", details == null ? JsonNodeFactory.instance.objectNode() : cut(details));
        line.put("previous_event_id", Long.toString(recorded.previousId()));
        line.put("event_timestamp", Long.toString(recorded.at().toEpochMilli()));
        line.put("execution_arn", facts.executionArn());
        line.put("redrive_count", Integer.toString(redriveCount));
        return new LogDelivery.Line(recorded.at(), Json.write(line));
    }

    private static ObjectNode cut(ObjectNode details) {
        for (var member : List.copyOf(details.propertyNames())) {
            var value = details.get(member);
            if (value.isString() && value.stringValue().length() > LONGEST / 3) {
                var bytes = value.stringValue().getBytes(StandardCharsets.UTF_8);
                if (bytes.length > LONGEST) {
                    details.put(member, new String(bytes, 0, boundary(bytes), StandardCharsets.UTF_8));
                    details.putObject(member + "Details").put("truncated", true);
                }
            }
        }
        return details;
    }

    /// Where to cut without tearing a character.
    private static int boundary(byte[] bytes) {
        int end = LONGEST;
        while ((bytes[end] & 0xC0) == 0x80) {
            end--;
        }
        return end;
    }
}
