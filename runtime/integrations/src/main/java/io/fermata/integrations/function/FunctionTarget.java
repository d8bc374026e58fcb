// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.function;

/// What a function's name stands for.
public sealed interface FunctionTarget {

    /// A function of AWS Lambda.
    ///
    /// @param connection name of an AWS connection; empty for the tenant's default
    /// @param function its name or ARN there
    record Aws(String connection, String function) implements FunctionTarget {}

    /// An endpoint that takes signed requests.
    record Https(String url) implements FunctionTarget {}

    /// JavaScript that runs in this server.
    ///
    /// @param memory in MiB
    record JavaScript(String code, int memory) implements FunctionTarget {}

    /// The kind as it is stored.
    default String kind() {
        return switch (this) {
            case Aws _ -> "AWS";
            case Https _ -> "HTTPS";
            case JavaScript _ -> "JAVASCRIPT";
        };
    }
}
