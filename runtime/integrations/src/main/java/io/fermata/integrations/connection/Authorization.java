// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.connection;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

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

    /// A token that is fetched with a client's own credentials (RFC 6749 section 4.4).
    ///
    /// @param tokenEndpoint where tokens are fetched
    /// @param method `POST`, `PUT` or `GET`
    /// @param inHeader whether the client's credentials go by `Authorization: Basic` instead of the form
    /// @param parameters what else the token endpoint wants
    record OAuth(String tokenEndpoint, String method, String clientId, String clientSecret, boolean inHeader,
            List<Parameter> parameters) implements Authorization {

        public OAuth {
            parameters = List.copyOf(parameters);
        }

        @Override
        public String toString() {
            return "OAUTH_CLIENT_CREDENTIALS";
        }
    }

    /// The name of the kind as EventBridge writes it.
    default String type() {
        return switch (this) {
            case None _ -> "NONE";
            case Basic _ -> "BASIC";
            case ApiKey _ -> "API_KEY";
            case OAuth _ -> "OAUTH_CLIENT_CREDENTIALS";
        };
    }

    /// What a request needs: name and value of a header; nothing for [None], and for [OAuth], whose token has to be fetched.
    default List<Header> headers() {
        return switch (this) {
            case None _,OAuth _ -> List.of();
            case Basic(var username, var password) -> List.of(new Header("Authorization", basic(username, password)));
            case ApiKey(var header, var value) -> List.of(new Header(header, value));
        };
    }

    /// The texts that must not appear in any history.
    default List<String> secrets() {
        return switch (this) {
            case None _ -> List.of();
            case Basic(_, var password) -> List.of(headers().getFirst().value().substring("Basic ".length()), password);
            case ApiKey(_, var value) -> List.of(value);
            case OAuth oauth -> Stream.concat(Stream.of(oauth.clientSecret),
                    oauth.parameters.stream().filter(Parameter::isSecret).map(Parameter::value)).toList();
        };
    }

    /// The value of a header `Authorization`.
    static String basic(String username, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((username + ":" + password)
                .getBytes(StandardCharsets.UTF_8));
    }

    /// One header of a request.
    record Header(String name, String value) {

        @Override
        public String toString() {
            return name;
        }
    }
}
