// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.connection;

import io.fermata.language.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// What of a connection is sealed: its credentials and its parameters, as JSON.
record ConnectionSecret(Authorization authorization, List<Parameter> parameters) {

    static ConnectionSecret read(String type, byte[] plain) {
        var json = Json.parse(new String(plain, StandardCharsets.UTF_8));
        var authorization = switch (type) {
            case "BASIC" -> new Authorization.Basic(text(json, "username"), text(json, "password"));
            case "API_KEY" -> new Authorization.ApiKey(text(json, "header"), text(json, "value"));
            case "OAUTH_CLIENT_CREDENTIALS" -> new Authorization.OAuth(text(json, "tokenEndpoint"),
                    text(json, "method"), text(json, "clientId"), text(json, "clientSecret"),
                    json.path("inHeader").booleanValue(false), parameters(json.path("tokenParameters")));
            default -> new Authorization.None();
        };
        return new ConnectionSecret(authorization, parameters(json.path("parameters")));
    }

    byte[] write() {
        var json = JsonNodeFactory.instance.objectNode();
        switch (authorization) {
            case Authorization.None _ -> {
            }
            case Authorization.Basic(var username, var password) ->
                json.put("username", username).put("password", password);
            case Authorization.ApiKey(var header, var value) -> json.put("header", header).put("value", value);
            case Authorization.OAuth oauth -> {
                json.put("tokenEndpoint", oauth.tokenEndpoint()).put("method", oauth.method())
                        .put("clientId", oauth.clientId()).put("clientSecret", oauth.clientSecret())
                        .put("inHeader", oauth.inHeader());
                write(json.putArray("tokenParameters"), oauth.parameters());
            }
        }
        write(json.putArray("parameters"), parameters);
        return Json.bytes(json);
    }

    private static void write(ArrayNode array, List<Parameter> parameters) {
        parameters.forEach(one -> array.addObject().put("place", one.place().name()).put("name", one.name())
                .put("value", one.value()).put("secret", one.isSecret()));
    }

    /// Empty for connections that were made before there were parameters.
    private static List<Parameter> parameters(JsonNode array) {
        return array.valueStream().map(one -> new Parameter(Parameter.Place.valueOf(text(one, "place")),
                text(one, "name"), text(one, "value"), one.path("secret").booleanValue(false))).toList();
    }

    private static String text(JsonNode json, String field) {
        return json.path(field).stringValue();
    }

    @Override
    public String toString() {
        return authorization.type();
    }
}
