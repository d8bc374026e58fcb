// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.aws;

import io.fermata.engine.TaskIntegration;
import io.fermata.engine.TaskOutcome;
import io.fermata.engine.TaskOutcome.Answered;
import io.fermata.engine.TaskOutcome.Failed;
import io.fermata.engine.TaskRequest;
import io.fermata.language.Json;
import io.fermata.language.TaskResource;
import io.fermata.language.TaskResource.Pattern;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.utils.http.SdkHttpUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/// `apigateway:invoke` (integrations.md section 8): one request to an API, at the tenant's endpoint under the API's own
/// host name. Any thread.
public final class ApiGatewayIntegration implements TaskIntegration {

    private final AwsCalls calls;

    public ApiGatewayIntegration(AwsCalls calls) {
        this.calls = calls;
    }

    @Override
    public boolean handles(TaskResource resource) {
        return resource instanceof TaskResource.Integration(_, var service, var action, var pattern)
                && service.equals("apigateway") && action.equals("invoke")
                && (pattern == Pattern.REQUEST_RESPONSE || pattern == Pattern.CALLBACK);
    }

    @Override
    public JsonNode prepare(TaskResource resource, JsonNode parameters) {
        return ApiGatewayRequest.check(parameters);
    }

    @Override
    public TaskOutcome call(TaskRequest request) {
        return switch (calls.identity(request)) {
            case AwsAccess.Identity.Unknown(var sentence) -> new Failed("ApiGateway.SdkClientException", sentence);
            case AwsAccess.Identity.NotAssumed(var role) -> AwsCalls.notAssumed(request, role);
            case AwsAccess.Identity.Known(var ready) -> calls.refusal(ready, "ApiGateway")
                    .<TaskOutcome>map(sentence -> new Failed("ApiGateway.SdkClientException", sentence))
                    .orElseGet(() -> send(ready, request));
        };
    }

    private TaskOutcome send(AwsAccess.Answer.Ready access, TaskRequest task) {
        var parameters = task.parameters();
        var body = body(parameters);
        var request = request(parameters);
        if (parameters.path("AuthType").asString("").equals("IAM_ROLE")) {
            request = signed(access, request, body);
        }
        var host = parameters.path("ApiEndpoint").stringValue();
        var place = Objects.requireNonNullElseGet(access.endpoint("ApiGateway"), () -> URI.create("https://" + host));
        // the name of the API stays in the Host header, which the signature covers
        var sent = request.toBuilder().putHeader("Host", host).protocol(place.getScheme()).host(place.getHost())
                .port(place.getPort() < 0 ? null : Integer.valueOf(place.getPort())).build();
        try {
            return outcome(calls.http(access).prepareRequest(HttpExecuteRequest.builder().request(sent)
                    .contentStreamProvider(body.length == 0 ? null : () -> new ByteArrayInputStream(body)).build())
                    .call(), task.longestAnswer());
        } catch (IOException noAnswer) {
            return new Failed("ApiGateway.SdkClientException",
                    "Unable to execute HTTP request: " + noAnswer.getMessage());
        }
    }

    private static SdkHttpRequest request(JsonNode parameters) {
        var path = new StringBuilder();
        for (var field : new String[]{"Stage", "Path"}) {
            var part = parameters.path(field).asString("");
            if (!part.isEmpty()) {
                path.append(part.startsWith("/") ? "" : "/").append(part);
            }
        }
        var method = SdkHttpMethod.fromValue(parameters.path("Method").stringValue());
        var request = SdkHttpFullRequest.builder().method(method)
                .uri(URI.create("https://" + parameters.path("ApiEndpoint").stringValue()))
                .encodedPath(encoded(path.toString()));
        var body = body(parameters);
        if (body.length > 0) {
            request.putHeader("Content-Type", "application/json")
                    .putHeader("Content-Length", Integer.toString(body.length));
        }
        parameters.path("Headers").properties().forEach(
                header -> request.putHeader(header.getKey(), header.getValue().values().stream()
                        .map(JsonNode::asString).toList()));
        parameters.path("QueryParameters").properties().forEach(
                field -> request.putRawQueryParameter(field.getKey(), field.getValue().values().stream()
                        .map(JsonNode::asString).toList()));
        return request.build();
    }

    private static String encoded(String path) {
        return SdkHttpUtils.urlEncodeIgnoreSlashes(path);
    }

    /// JSON always, a text too.
    private static byte[] body(JsonNode parameters) {
        var body = parameters.path("RequestBody");
        if (body.isMissingNode() || !ApiGatewayRequest.takesBody(parameters.path("Method").stringValue())) {
            return new byte[0];
        }
        boolean nulls = parameters.path("AllowNullValues").booleanValue(false);
        return Json.write(nulls ? body : withoutNulls(body)).getBytes(StandardCharsets.UTF_8);
    }

    private static JsonNode withoutNulls(JsonNode value) {
        if (value.isArray()) {
            var array = JsonNodeFactory.instance.arrayNode();
            value.forEach(item -> array.add(withoutNulls(item)));
            return array;
        }
        if (!value.isObject()) {
            return value;
        }
        var object = JsonNodeFactory.instance.objectNode();
        value.properties().stream().filter(entry -> !entry.getValue().isNull())
                .forEach(entry -> object.set(entry.getKey(), withoutNulls(entry.getValue())));
        return object;
    }

    private static SdkHttpRequest signed(AwsAccess.Answer.Ready access, SdkHttpRequest request, byte[] body) {
        return AwsV4HttpSigner.create().sign(sign -> sign
                .identity(access.credentials()).request(request)
                .payload(ContentStreamProvider.fromByteArray(body))
                .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, "execute-api")
                .putProperty(AwsV4HttpSigner.REGION_NAME, access.region())).request();
    }

    private static TaskOutcome outcome(HttpExecuteResponse response, int longest) throws IOException {
        var text = "";
        if (response.responseBody().isPresent()) {
            try (var stream = response.responseBody().get()) {
                var bytes = stream.readNBytes(longest + 1);
                if (bytes.length > longest) {
                    stream.abort();
                }
                text = new String(bytes, StandardCharsets.UTF_8);
            }
        }
        var status = response.httpResponse().statusCode();
        if (status < 200 || status > 299) {
            return new Failed("ApiGateway." + status, text);
        }
        var output = JsonNodeFactory.instance.objectNode();
        headers(output.putObject("Headers"), response);
        output.set("ResponseBody", value(text));
        return new Answered(output.put("StatusCode", status).put("StatusText",
                response.httpResponse().statusText().orElse("")));
    }

    private static void headers(ObjectNode headers, HttpExecuteResponse response) {
        response.httpResponse().forEachHeader((name, values) -> {
            var list = headers.putArray(name);
            values.forEach(list::add);
        });
    }

    private static JsonNode value(String text) {
        try {
            return text.isBlank() ? StringNode.valueOf(text) : Json.parse(text);
        } catch (IllegalArgumentException notJson) {
            return StringNode.valueOf(text);
        }
    }
}
