// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.connection;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/// How a connection proves who calls. Holds secrets: never printed, never shown after the connection was made.
public sealed interface Authorization {

    /// No credentials.
    record None() implements Authorization {}

    /// `Authorization: Basic`.
    record Basic(String username, String password) implements Authorization {

        @Override
        public String toString() {
            return "BASIC";
        }
    }

    /// A header with a key.
    record ApiKey(String header, String value) implements Authorization {

        @Override
        public String toString() {
            return "API_KEY";
        }
    }

    /// The name of the kind as EventBridge writes it: `NONE`, `BASIC` or `API_KEY`.
    default String type() {
        return switch (this) {
            case None _ -> "NONE";
            case Basic _ -> "BASIC";
            case ApiKey _ -> "API_KEY";
        };
    }

    /// What a request needs: name and value of a header; nothing for [None].
    default List<Header> headers() {
        return switch (this) {
            case None _ -> List.of();
            case Basic(var username, var password) -> List.of(new Header("Authorization", "Basic " + Base64.getEncoder()
                    .encodeToString((username + ":" + password).getBytes(StandardCharsets.UTF_8))));
            case ApiKey(var header, var value) -> List.of(new Header(header, value));
        };
    }

    /// The texts that must not appear in any history.
    default List<String> secrets() {
        return switch (this) {
            case None _ -> List.of();
            case Basic(_, var password) -> List.of(headers().getFirst().value().substring("Basic ".length()), password);
            case ApiKey(_, var value) -> List.of(value);
        };
    }

    /// One header of a request.
    record Header(String name, String value) {

        @Override
        public String toString() {
            return name;
        }
    }
}
