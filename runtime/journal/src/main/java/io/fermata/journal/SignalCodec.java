// SPDX-License-Identifier: Apache-2.0
package io.fermata.journal;

import io.fermata.engine.ExecutionStatus;
import io.fermata.engine.Limits;
import io.fermata.engine.Signal;
import io.fermata.engine.TaskOutcome;
import io.fermata.tenancy.TenantId;
import io.fermata.tenancy.keys.SealingKey;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Signals as sealed bytes: a tag and the fields in order. Tags are never used again for something else.
final class SignalCodec {

    private final StepCodec sealing;

    SignalCodec(StepCodec sealing) {
        this.sealing = sealing;
    }

    byte[] encode(TenantId tenant, @Nullable SealingKey key, Signal signal) {
        var out = JsonNodeFactory.instance.arrayNode();
        switch (signal) {
            case Signal.Start(var input, var limits) -> out.add(1).add(input).add(limits.name());
            case Signal.Started(var scheduled, var worker) -> out.add(2).add(scheduled).add(worker);
            case Signal.Submitted(var scheduled, var output) -> out.add(3).add(scheduled).add(output);
            case Signal.Completed(var scheduled, var output) -> out.add(4).add(scheduled).add(output);
            case Signal.Failed(var scheduled, var error, var cause) -> out.add(5).add(scheduled).add(error).add(cause);
            case Signal.Heartbeat(var scheduled) -> out.add(6).add(scheduled);
            case Signal.TimerFired _ -> out.add(7);
            case Signal.Stop(var error, var cause) -> out.add(8).add(error).add(cause);
            case Signal.Continue _ -> out.add(9);
            case Signal.ChildClosed(var scheduled, var status, var description) ->
                out.add(10).add(scheduled).add(status.name()).add(description);
            case Signal.Redrive(var token) -> out.add(11).add(token);
            case Signal.MapRunEnded(var started, var redrives, TaskOutcome.Answered(var result)) ->
                out.add(12).add(started).add(redrives).add(result);
            case Signal.MapRunEnded(var started, var redrives, TaskOutcome.Failed(var error, var cause)) ->
                out.add(13).add(started).add(redrives).add(error).add(cause);
        }
        return sealing.encodeValue(tenant, key, out);
    }

    Signal decode(TenantId tenant, byte[] bytes) {
        var in = (ArrayNode) sealing.decodeValue(tenant, bytes);
        int tag = in.get(0).intValue();
        return switch (tag) {
            case 1 -> new Signal.Start(in.get(1),
                    in.size() > 2 ? Limits.valueOf(in.get(2).stringValue()) : Limits.AWS);
            case 2 -> new Signal.Started(in.get(1).longValue(), text(in.get(2)));
            case 3 -> new Signal.Submitted(in.get(1).longValue(), in.get(2));
            case 4 -> new Signal.Completed(in.get(1).longValue(), in.get(2));
            case 5 -> new Signal.Failed(in.get(1).longValue(), text(in.get(2)), text(in.get(3)));
            case 6 -> new Signal.Heartbeat(in.get(1).longValue());
            case 7 -> new Signal.TimerFired();
            case 8 -> new Signal.Stop(text(in.get(1)), text(in.get(2)));
            case 9 -> new Signal.Continue();
            case 10 -> new Signal.ChildClosed(in.get(1).longValue(), ExecutionStatus.valueOf(in.get(2).stringValue()),
                    in.get(3));
            case 11 -> new Signal.Redrive(text(in.get(1)));
            case 12 -> new Signal.MapRunEnded(in.get(1).longValue(), in.get(2).intValue(),
                    new TaskOutcome.Answered(in.get(3)));
            case 13 -> new Signal.MapRunEnded(in.get(1).longValue(), in.get(2).intValue(),
                    new TaskOutcome.Failed(text(in.get(3)), text(in.get(4))));
            default -> throw new IllegalStateException("signal of kind " + tag + " is unknown to this Fermata");
        };
    }

    private static @Nullable String text(JsonNode node) {
        return node.isNull() ? null : node.stringValue();
    }
}
