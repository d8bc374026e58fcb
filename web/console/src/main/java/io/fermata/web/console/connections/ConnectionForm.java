// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console.connections;

import io.fermata.integrations.connection.Authorization;
import io.fermata.integrations.connection.Connections;
import io.fermata.integrations.connection.Connections.NewConnection;
import io.fermata.integrations.connection.Parameter;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the form of a connection sends and shows again, secrets excepted.
///
/// @param user user name, name of the API key's header, or client id
/// @param secret password, key or client secret; empty keeps the stored one
/// @param parameters lines as [Parameter#read] takes them
/// @param tokenParameters the same for the token endpoint
record ConnectionForm(@Nullable String name, @Nullable String type, @Nullable String hosts,
        @Nullable String description, @Nullable String user, @Nullable String secret, @Nullable String parameters,
        @Nullable String tokenEndpoint, @Nullable String tokenMethod, @Nullable String tokenBy,
        @Nullable String tokenParameters) {

    static final ConnectionForm EMPTY = new ConnectionForm("", "NONE", "", "", "", "", "", "", "POST", "FORM", "");

    /// Either what is asked for or what cannot be read.
    sealed interface Asked {}

    record Readable(NewConnection asked) implements Asked {}

    record Unreadable(String sentence) implements Asked {}

    static ConnectionForm of(Connections.Opened opened) {
        return switch (opened.authorization()) {
            case Authorization.None _ -> plain(opened, "");
            case Authorization.Basic(var username, _) -> plain(opened, username);
            case Authorization.ApiKey(var header, _) -> plain(opened, header);
            case Authorization.OAuth oauth -> {
                var one = opened.connection();
                yield new ConnectionForm(one.name(), one.type(), String.join(", ", one.hosts()), one.description(),
                        oauth.clientId(), "", Parameter.write(opened.parameters()), oauth.tokenEndpoint(),
                        oauth.method(), oauth.inHeader() ? "HEADER" : "FORM", Parameter.write(oauth.parameters()));
            }
        };
    }

    private static ConnectionForm plain(Connections.Opened opened, String user) {
        var one = opened.connection();
        return new ConnectionForm(one.name(), one.type(), String.join(", ", one.hosts()), one.description(), user, "",
                Parameter.write(opened.parameters()), "", "POST", "FORM", "");
    }

    /// @param as the name of the connection
    Asked read(@Nullable String as) {
        var given = Parameter.read(text(parameters));
        var ofToken = Parameter.read(text(tokenParameters));
        if (given instanceof Parameter.Unreadable(var sentence)) {
            return new Unreadable(sentence);
        }
        if (ofToken instanceof Parameter.Unreadable(var sentence)) {
            return new Unreadable(sentence);
        }
        var authorization = switch (text(type)) {
            case "BASIC" -> new Authorization.Basic(text(user), text(secret));
            case "API_KEY" -> new Authorization.ApiKey(text(user), text(secret));
            case "OAUTH_CLIENT_CREDENTIALS" -> new Authorization.OAuth(text(tokenEndpoint), text(tokenMethod),
                    text(user), text(secret), text(tokenBy).equals("HEADER"),
                    ((Parameter.Read) ofToken).parameters());
            default -> new Authorization.None();
        };
        return new Readable(new NewConnection(text(as), authorization, hostList(), text(description),
                ((Parameter.Read) given).parameters()));
    }

    /// The form as a page may show it: no secret that a line of parameters holds.
    ConnectionForm shown() {
        return new ConnectionForm(name, type, hosts, description, user, "", withoutSecrets(parameters), tokenEndpoint,
                tokenMethod, tokenBy, withoutSecrets(tokenParameters));
    }

    private static String withoutSecrets(@Nullable String lines) {
        return text(lines).replaceAll("(?m)^(\\s*secret\\b[^=\\r\\n]*=?).*$", "$1");
    }

    private List<String> hostList() {
        return Arrays.stream(text(hosts).split("[\\s,]+")).filter(host -> !host.isEmpty()).toList();
    }

    private static String text(@Nullable String given) {
        return given == null ? "" : given.strip();
    }

    /// Does not print secrets.
    @Override
    public String toString() {
        return String.valueOf(name);
    }
}
