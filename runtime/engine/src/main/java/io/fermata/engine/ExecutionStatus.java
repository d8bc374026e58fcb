// SPDX-License-Identifier: Apache-2.0
package io.fermata.engine;

/// AWS's execution statuses. The names are AWS's own and are stored.
public enum ExecutionStatus {

    RUNNING,
    SUCCEEDED,
    FAILED,
    TIMED_OUT,
    ABORTED;

    /// Whether nothing can happen any more.
    public boolean closed() {
        return this != RUNNING;
    }
}
