// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.connection;

import io.fermata.integrations.connection.Connections.NewConnection;
import io.fermata.integrations.connection.Connections.Unfit;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;

/// The rules of a connection's fields.
final class ConnectionRules {

    private static final int LONGEST_SECRET = 2_048;
    private static final int LONGEST_DESCRIPTION = 512;
    private static final int MOST_HOSTS = 20;

    private ConnectionRules() {}

    static Optional<Unfit> problem(NewConnection asked) {
        if (!asked.name().matches("[.\\-_A-Za-z0-9]{1,64}")) {
            return unfit("name", "The name has 1 to 64 letters, digits and the signs . - _");
        }
        if (asked.description().length() > LONGEST_DESCRIPTION) {
            return unfit("description", "The description has at most " + LONGEST_DESCRIPTION + " characters");
        }
        if (asked.hosts().size() > MOST_HOSTS || asked.hosts().stream().anyMatch(
                host -> host.length() > 253
                        || !host.matches("(\\*\\.)?[a-z0-9_-]+(\\.[a-z0-9_-]+)*|\\[[0-9a-f:.]+]"))) {
            return unfit("hosts", "There are at most " + MOST_HOSTS
                    + " hosts, each a name such as api.example.org or *.example.org, without https:// and port");
        }
        if (asked.hosts().isEmpty()
                && !(asked.authorization() instanceof Authorization.None && asked.parameters().isEmpty())) {
            return unfit("hosts", "Name at least one host to which the credentials may be sent");
        }
        var parameters = problem(asked.parameters());
        return parameters.isPresent() ? unfit("parameters", parameters.get()) : problem(asked.authorization());
    }

    private static Optional<Unfit> problem(Authorization authorization) {
        return switch (authorization) {
            case Authorization.None _ -> Optional.empty();
            case Authorization.Basic(var username, var password) -> {
                if (!isSecret(username) || username.contains(":")) {
                    yield unfit("username", "The user name has 1 to " + LONGEST_SECRET
                            + " characters, none of them a colon or a control character");
                }
                yield secret("password", "The password", password);
            }
            case Authorization.ApiKey(var header, var value) -> {
                if (!header.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}")) {
                    yield unfit("header", "The header is a name of 1 to 128 letters, digits and hyphens");
                }
                yield secret("value", "The key", value);
            }
            case Authorization.OAuth oauth -> problem(oauth);
        };
    }

    private static Optional<Unfit> problem(Authorization.OAuth oauth) {
        if (!isAddress(oauth.tokenEndpoint())) {
            return unfit("tokenEndpoint",
                    "The token endpoint is an address such as https://login.example.org/token, without a query");
        }
        if (!List.of("POST", "PUT", "GET").contains(oauth.method())) {
            return unfit("method", "The method of the token endpoint is POST, PUT or GET");
        }
        if (!isSecret(oauth.clientId())) {
            return unfit("clientId",
                    "The client id has 1 to " + LONGEST_SECRET + " characters without control characters");
        }
        var parameters = problem(oauth.parameters());
        return parameters.isPresent()
                ? unfit("tokenParameters", parameters.get())
                : secret("clientSecret", "The client secret", oauth.clientSecret());
    }

    private static Optional<String> problem(List<Parameter> parameters) {
        for (var one : parameters) {
            var problem = one.problem();
            if (problem.isPresent()) {
                return problem;
            }
            if (one.isSecret() && one.value().isEmpty()) {
                return Optional.of("The secret parameter " + one.name() + " has no value");
            }
        }
        return Optional.empty();
    }

    private static Optional<Unfit> secret(String field, String what, String text) {
        return isSecret(text)
                ? Optional.empty()
                : unfit(field, what + " has 1 to " + LONGEST_SECRET + " characters without control characters");
    }

    private static boolean isSecret(String text) {
        return !text.isEmpty() && text.length() <= LONGEST_SECRET && text.chars().noneMatch(Character::isISOControl);
    }

    private static boolean isAddress(String text) {
        try {
            var uri = new URI(text);
            return text.length() <= LONGEST_SECRET && uri.getHost() != null && uri.getRawUserInfo() == null
                    && uri.getRawQuery() == null && uri.getRawFragment() == null
                    && ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()));
        } catch (URISyntaxException noAddress) {
            return false;
        }
    }

    private static Optional<Unfit> unfit(String field, String sentence) {
        return Optional.of(new Unfit(field, sentence));
    }
}
