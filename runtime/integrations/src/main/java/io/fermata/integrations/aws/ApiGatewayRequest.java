// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.aws;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// The parameters of `apigateway:invoke` and their rules (integrations.md section 8). Stateless.
final class ApiGatewayRequest {

    private static final List<String> MEMBERS = List.of("ApiEndpoint", "Method", "Headers", "QueryParameters", "Stage",
            "Path", "RequestBody", "AllowNullValues", "AuthType");
    private static final RequestCheck CHECK = RequestCheck.of(MEMBERS, List.of("ApiEndpoint", "Method"));
    private static final Pattern ENDPOINT = Pattern
            .compile("[0-9a-z-]+\\.execute-api\\.[a-z0-9-]+\\.amazonaws\\.com(\\.cn)?");
    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS");
    private static final Set<String> WITH_BODY = Set.of("PATCH", "POST", "PUT");
    private static final Set<String> AUTH_TYPES = Set.of("NO_AUTH", "IAM_ROLE", "RESOURCE_POLICY");
    private static final Set<String> FORBIDDEN = Set.of("authorization", "connection", "content-md5", "expect", "host",
            "max-forwards", "proxy-authenticate", "server", "te", "transfer-encoding", "trailer", "upgrade", "via",
            "www-authenticate");
    private static final List<String> FORBIDDEN_BEGINNINGS = List.of("x-forwarded", "x-amz", "x-amzn");

    private ApiGatewayRequest() {}

    /// The parameters, if they keep the rules.
    static JsonNode check(JsonNode parameters) {
        CHECK.pass(parameters);
        var problems = new ArrayList<String>();
        if (!ENDPOINT.matcher(parameters.path("ApiEndpoint").asString("")).matches()) {
            problems.add(RequestCheck.invalid("ApiEndpoint"));
        }
        if (!METHODS.contains(parameters.path("Method").asString(""))) {
            problems.add(RequestCheck.invalid("Method"));
        }
        for (var field : List.of("Headers", "QueryParameters")) {
            if (!isLists(parameters.path(field))) {
                problems.add(RequestCheck.invalid(field));
            }
        }
        for (var header : parameters.path("Headers").propertyNames()) {
            var name = header.toLowerCase(Locale.ROOT);
            if (FORBIDDEN.contains(name) || FORBIDDEN_BEGINNINGS.stream().anyMatch(name::startsWith)) {
                problems.add("The header '" + header + "' is not supported by Step Functions");
            }
        }
        for (var field : List.of("Stage", "Path")) {
            if (parameters.has(field) && !parameters.path(field).isString()) {
                problems.add(RequestCheck.invalid(field));
            }
        }
        if (parameters.has("AuthType") && !AUTH_TYPES.contains(parameters.path("AuthType").asString(""))) {
            problems.add(RequestCheck.invalid("AuthType"));
        }
        return RequestCheck.pass(parameters, problems);
    }

    static boolean takesBody(String method) {
        return WITH_BODY.contains(method);
    }

    private static boolean isLists(JsonNode object) {
        return object.isMissingNode() || object.isNull() || object.isObject()
                && object.values().stream().allMatch(list -> list.isArray()
                        && list.values().stream().allMatch(JsonNode::isValueNode));
    }
}
