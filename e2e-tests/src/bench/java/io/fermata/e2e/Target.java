// SPDX-License-Identifier: Apache-2.0
package io.fermata.e2e;

import java.util.Map;

/// What is measured: the product through its API, or the engine in this process.
interface Target extends AutoCloseable {

    String name();

    /// Processes whose time counts.
    Map<String, Long> processes();

    /// Makes a state machine.
    ///
    /// @return what {@link #start} takes
    String create(String name, String definition) throws Exception;

    /// Starts an execution; it is durable when this returns.
    ///
    /// @return what {@link #awaitEnd} takes
    String start(String machine, String input) throws Exception;

    /// Waits until an execution has succeeded.
    void awaitEnd(String execution) throws Exception;

    /// A definition's resource that calls something on this machine and is answered at once, with its parameters.
    String callingState(String next) throws Exception;

    /// A state that waits for a callback. The token of each comes out of {@link #token}.
    String parkingState();

    /// The token of the next execution that waits.
    String token() throws Exception;

    /// Answers a callback.
    void complete(String token) throws Exception;

    /// Megabytes of heap in use after a collection; below 0 when nobody knows.
    double heapMegabytes() throws Exception;
}
