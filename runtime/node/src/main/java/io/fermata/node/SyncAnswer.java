// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

/// What came of running an Express execution to its end.
public sealed interface SyncAnswer {

    /// It has ended.
    ///
    /// @param name its name, of the caller's choice or generated
    record Ended(String executionArn, String name, ExpressEnd end) implements SyncAnswer {}

    /// The machine is none of type EXPRESS.
    record NotExpress() implements SyncAnswer {}

    /// This node runs as many Express executions of the tenant as it may; it was not run.
    record Throttled() implements SyncAnswer {}

    /// This node stopped before its end; safe to ask again where the execution may run twice.
    record Unavailable() implements SyncAnswer {}
}
