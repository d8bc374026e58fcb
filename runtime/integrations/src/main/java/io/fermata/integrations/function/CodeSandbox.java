// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.function;

import java.time.Duration;

/// Runs code of tenants, which reaches nothing but what it is given.
interface CodeSandbox {

    /// What runs, and within which bounds.
    ///
    /// @param input what the program is given
    /// @param memory in MiB
    /// @param atMost wall time; the program has ended when it is over
    record Program(String script, String input, int memory, Duration atMost) {}

    /// What came of a run.
    sealed interface Run {

        /// The program ended.
        ///
        /// @param answer what it gave last; empty when it gave none
        /// @param log what it wrote, cut at its bound
        record Ended(String answer, String log) implements Run {}

        /// The time was over.
        record OutOfTime(String log) implements Run {}

        /// The program broke a bound or the machine it runs on; the reason is fit for its author.
        record Broken(String reason, String log) implements Run {}
    }

    /// Runs a program to its end. Blocks the caller.
    ///
    /// @throws InterruptedException if the caller is interrupted; the program has been stopped then
    Run run(Program program) throws InterruptedException;
}
