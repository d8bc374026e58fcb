// SPDX-License-Identifier: Apache-2.0
package io.fermata.engine;

import io.fermata.language.Json;
import io.fermata.language.MachineType;
import io.fermata.language.jsonata.Bounds;

/// How large an execution may grow. It is chosen when the execution starts, from what its tenant has set then, is kept in its
/// journal and holds to its end. Fermata's own limits have no end of the history; what a value may take is bounded so that
/// no value can fill a node's memory or be refused by the database.
public enum Limits {

    /// Those that AWS documents and that were measured there: 25,000 events, 262,144 bytes for each value.
    AWS(25_000, Json.MAX_BYTES),

    /// Fermata's own: events without end, 4 MiB for each value.
    FERMATA(Long.MAX_VALUE, Json.MAX_LARGE_BYTES);

    private final long events;
    private final int payloadBytes;
    private final Bounds bounds;

    Limits(long events, int payloadBytes) {
        this.events = events;
        this.payloadBytes = payloadBytes;
        this.bounds = Bounds.DEFAULT.withPayload(payloadBytes);
    }

    /// The greatest number of events in the history of an execution of that type; the last one is the failure itself. An
    /// Express one is bounded by its time alone.
    public long events(MachineType type) {
        return switch (type) {
            case STANDARD -> events;
            case EXPRESS -> Long.MAX_VALUE;
        };
    }

    /// The greatest size of an input, output, variable or any other value of a state, in bytes of JSON in UTF-8.
    public int payloadBytes() {
        return payloadBytes;
    }

    /// What one expression may use.
    public Bounds bounds() {
        return bounds;
    }
}
