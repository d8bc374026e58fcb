// SPDX-License-Identifier: Apache-2.0
package io.fermata.engine;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A call that was made to try a state.
///
/// @param exchange what went over the wire; null where the resource is not called by HTTP, or nothing was sent
public record TriedCall(TaskOutcome outcome, @Nullable Exchange exchange) {

    /// A call of which nothing more is told.
    public static TriedCall of(TaskOutcome outcome) {
        return new TriedCall(outcome, null);
    }

    /// One request and what came back.
    ///
    /// @param response null when nothing did
    public record Exchange(Request request, @Nullable Response response) {}

    /// A request as it was sent.
    ///
    /// @param headers without those that prove who calls, unless secrets are to be revealed
    public record Request(String protocol, String method, String url, Map<String, List<String>> headers,
            String body) {}

    /// A response as it came.
    public record Response(String protocol, int status, String statusText, Map<String, List<String>> headers,
            String body) {}
}
