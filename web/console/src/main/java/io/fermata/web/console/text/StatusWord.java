// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console.text;

import io.fermata.engine.ExecutionStatus;

/// A status as pages show it: word, icon and colour family always together (console-ux.md section 3).
///
/// @param family `run ok bad hold turn idle`
/// @param icon the name of a symbol of the sprite
public record StatusWord(String word, String family, String icon) {

    public static final StatusWord RUNNING = new StatusWord("Running", "run", "i-run");
    public static final StatusWord SUCCEEDED = new StatusWord("Succeeded", "ok", "i-check");
    public static final StatusWord FAILED = new StatusWord("Failed", "bad", "i-x");
    public static final StatusWord TIMED_OUT = new StatusWord("Timed out", "bad", "i-clock");
    public static final StatusWord STOPPED = new StatusWord("Stopped", "idle", "i-stop");
    public static final StatusWord CAUGHT = new StatusWord("Caught", "turn", "i-retry");
    public static final StatusWord WAITING_FOR_APPROVAL = new StatusWord("Waiting for approval", "hold", "i-hold");
    public static final StatusWord WAITING_FOR_CALLBACK = new StatusWord("Waiting for callback", "hold", "i-hold");
    public static final StatusWord RETRYING = new StatusWord("Waiting to retry", "turn", "i-retry");
    public static final StatusWord WAITING = new StatusWord("Waiting", "idle", "i-clock");
    public static final StatusWord SET_ASIDE = new StatusWord("Set aside", "bad", "i-warn");
    public static final StatusWord NOT_REACHED = new StatusWord("Not reached", "idle", "i-idle");

    /// The word for a status that is known from the row alone.
    public static StatusWord of(ExecutionStatus status) {
        return switch (status) {
            case RUNNING -> RUNNING;
            case SUCCEEDED -> SUCCEEDED;
            case FAILED -> FAILED;
            case TIMED_OUT -> TIMED_OUT;
            case ABORTED -> STOPPED;
        };
    }
}
