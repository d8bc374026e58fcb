// SPDX-License-Identifier: Apache-2.0
package io.fermata.engine;

import io.fermata.language.State;

/// The eight state types, as they begin the names of history events.
public enum StateType {

    PASS("Pass"),
    TASK("Task"),
    CHOICE("Choice"),
    WAIT("Wait"),
    SUCCEED("Succeed"),
    FAIL("Fail"),
    PARALLEL("Parallel"),
    MAP("Map");

    private final String text;

    StateType(String text) {
        this.text = text;
    }

    /// The value of `Type` in a definition.
    public String text() {
        return text;
    }

    /// The type of a parsed state.
    public static StateType of(State state) {
        return switch (state) {
            case State.Pass _ -> PASS;
            case State.Task _ -> TASK;
            case State.Choice _ -> CHOICE;
            case State.Wait _ -> WAIT;
            case State.Succeed _ -> SUCCEED;
            case State.Fail _ -> FAIL;
            case State.Parallel _ -> PARALLEL;
            case State.Map _ -> MAP;
        };
    }
}
