// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonata;

import java.util.List;
import java.util.function.LongSupplier;

/// What is left of the bounds of one evaluation. Every loop, recursion and allocation asks here first; one that goes on
/// for ever ends with the bound's name in the failure. Used by the evaluation's thread only.
final class Fuel {

    /// Nested evaluations and walks in one evaluation: what a thread's stack of 1 MiB holds, calls included.
    static final int MAX_NESTING = 900;

    private static final int LOOK_EVERY = 1_024;

    /// Values that were built and dropped again count as well, so that the garbage of an evaluation is bounded too.
    private static final int TURNOVER = 4;

    /// Units of work of a built-in loop that cost one step.
    private static final int CHEAP = 16;

    private final Bounds bounds;
    private final LongSupplier nanos;
    private final long end;
    private long stepsLeft;
    private int untilLook;
    private int slice;
    private long turnover;
    private int nesting;
    private int calls;

    Fuel(Surroundings surroundings) {
        this(surroundings.bounds(), surroundings.nanos(), surroundings.end());
    }

    /// Fuel for work that takes no time worth counting.
    Fuel(Bounds bounds) {
        this(bounds, () -> 0, Long.MAX_VALUE);
    }

    private Fuel(Bounds bounds, LongSupplier nanos, long end) {
        this.bounds = bounds;
        this.nanos = nanos;
        this.end = end;
        this.stepsLeft = bounds.steps();
        this.turnover = bounds.bytes() * TURNOVER;
        refill();
    }

    int maxSequence() {
        return bounds.sequenceLength();
    }

    int maxText() {
        return bounds.stringLength();
    }

    /// One node of the expression, one item of a loop.
    void step() {
        if (--untilLook < 0) {
            look();
        }
    }

    void steps(long count) {
        if (count < untilLook) {
            untilLook -= (int) count;
            return;
        }
        stepsLeft -= count;
        look();
    }

    /// The steps of a loop over characters or digits, which are cheaper than nodes.
    void cheap(long units) {
        steps(1 + units / CHEAP);
    }

    /// A nested evaluation, or a walk one level down a value.
    void enter() {
        if (++nesting > MAX_NESTING) {
            throw tooDeep(nesting, MAX_NESTING);
        }
    }

    void leave() {
        nesting--;
    }

    /// A call of a function of the expression.
    void enterCall() {
        if (++calls > bounds.depth()) {
            throw tooDeep(calls, bounds.depth());
        }
    }

    void leaveCall() {
        calls--;
    }

    /// Room for a text of so many UTF-16 units, before it is built.
    void text(long length) {
        if (length > bounds.stringLength()) {
            throw memory("a string of more than " + bounds.stringLength() + " characters");
        }
        cheap(length / 4);
        bytes(24 + length);
    }

    /// Room for an array of so many items, before it is built.
    void sequence(long length) {
        if (length > bounds.sequenceLength()) {
            throw memory("a sequence of more than " + bounds.sequenceLength() + " items");
        }
        bytes(32 + length * 8);
    }

    /// Room for one value of so many bytes.
    void bytes(long count) {
        turnover -= count;
        if (count > bounds.bytes() || turnover < 0) {
            throw memory("more than " + bounds.bytes() + " bytes");
        }
    }

    /// What the whole result takes may not be more than one value may.
    void result(long bytes) {
        if (bytes > bounds.bytes()) {
            throw memory("a result of more than " + bounds.bytes() + " bytes");
        }
    }

    private void look() {
        stepsLeft -= slice - Math.max(untilLook, 0);
        if (stepsLeft <= 0) {
            throw new JsonataException(null, "Expression evaluation timeout: more than {0} steps",
                    List.of(Long.toString(bounds.steps())), -1, null);
        }
        if (nanos.getAsLong() - end > 0) {
            throw new JsonataException(null, "Expression evaluation timeout: {0} milliseconds",
                    List.of(Long.toString(bounds.time().toMillis())), -1, null);
        }
        refill();
    }

    private void refill() {
        slice = (int) Math.min(LOOK_EVERY, stepsLeft);
        untilLook = slice;
    }

    private static JsonataException tooDeep(int depth, int max) {
        return new JsonataException(null, "Stack overflow error: Check for non-terminating recursive function.  "
                + "Consider rewriting as tail-recursive. Depth={0} max={1}",
                List.of(Integer.toString(depth), Integer.toString(max)), -1, null);
    }

    private static JsonataException memory(String what) {
        return new JsonataException(null, "Expression evaluation memory limit exceeded: {0}", List.of(what), -1, null);
    }
}
