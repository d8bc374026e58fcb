// SPDX-License-Identifier: Apache-2.0
package io.fermata.language;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The values of a state's `Type`, in the order in which AWS lists them.
public enum StateType {

    TASK("Task"),
    WAIT("Wait"),
    PASS("Pass"),
    SUCCEED("Succeed"),
    FAIL("Fail"),
    CHOICE("Choice"),
    PARALLEL("Parallel"),
    MAP("Map");

    private final String text;

    StateType(String text) {
        this.text = text;
    }

    /// The type of that spelling; null when there is none.
    public static @Nullable StateType of(@Nullable String text) {
        return Arrays.stream(values()).filter(type -> type.text.equals(text)).findFirst().orElse(null);
    }

    @Override
    public String toString() {
        return text;
    }
}
