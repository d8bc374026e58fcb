// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api.aws;

import io.fermata.language.Json;
import io.fermata.tenancy.AccessKeys;
import io.fermata.tenancy.Current;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.InstantSource;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/// Answers the AWS API on `POST /` with an `X-Amz-Target`, ahead of Spring Security and of the page dispatcher: reads the
/// raw body once, verifies its signature, and hands it to the action that the target names. Thread-safe.
public final class AwsJsonFilter implements Filter {

    /// The most bytes of a request; AWS allows 1 MB, a definition in JSON text needs up to twice its size.
    static final int MOST_BYTES = 2 << 20;

    private static final Logger log = LoggerFactory.getLogger(AwsJsonFilter.class);
    private static final String PREFIX = "AWSStepFunctions.";
    private static final String CONTENT_TYPE = "application/x-amz-json-1.0";
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder().streamReadConstraints(
            StreamReadConstraints.builder().maxNestingDepth(64).maxStringLength(MOST_BYTES).build()).build()).build();

    private final Operations operations;
    private final AccessKeys keys;
    private final SigV4 signatures;
    private final String region;

    public AwsJsonFilter(Operations operations, AccessKeys keys, InstantSource clock, String region) {
        this.operations = operations;
        this.keys = keys;
        this.signatures = new SigV4(clock);
        this.region = region;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (request instanceof HttpServletRequest http && response instanceof HttpServletResponse answer
                && http.getMethod().equals("POST") && http.getHeader("X-Amz-Target") != null) {
            serve(http, answer);
        } else {
            chain.doFilter(request, response);
        }
    }

    private void serve(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var requestId = UUID.randomUUID().toString();
        int status = 200;
        JsonNode body;
        try {
            body = perform(request);
        } catch (ApiError refused) {
            status = refused.status();
            body = error(refused);
        } catch (RuntimeException defect) {
            log.error("Request {} failed: {}", requestId, request.getHeader("X-Amz-Target"), defect);
            var internal = ApiError.internal(requestId);
            status = internal.status();
            body = error(internal);
        }
        var bytes = Json.bytes(body);
        response.setStatus(status);
        response.setContentType(CONTENT_TYPE);
        response.setHeader("x-amzn-RequestId", requestId);
        response.setHeader("Cache-Control", "no-store");
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }

    private JsonNode perform(HttpServletRequest request) throws IOException {
        var body = body(request);
        var claim = SigV4.claim(request.getHeader("Authorization"));
        var key = keys.find(claim.accessKeyId()).orElseThrow(() -> ApiError.of("UnrecognizedClientException",
                "The security token included in the request is invalid."));
        signatures.verify(claim, request, body, key.secret());
        var operation = operation(request.getHeader("X-Amz-Target"));
        var caller = new Caller(key.principal(), key.accountId(), region);
        caller.needs(operation.action().permission(), operation.action().name());
        var json = parse(body);
        return Current.as(key.principal(), () -> operation.perform(caller, json));
    }

    private Operations.Operation operation(String target) {
        var name = target.startsWith(PREFIX) ? target.substring(PREFIX.length()) : "";
        return operations.find(name).orElseThrow(() -> ApiError.of("UnknownOperationException",
                "This Fermata has no operation '" + target + "'. It has: " + String.join(", ", operations.names())
                        + "."));
    }

    private static byte[] body(HttpServletRequest request) throws IOException {
        int declared = request.getContentLength();
        var in = request.getInputStream();
        var body = declared < 0 || declared > MOST_BYTES ? in.readNBytes(MOST_BYTES + 1) : in.readNBytes(declared);
        if (body.length > MOST_BYTES) {
            throw ApiError.of("ValidationException",
                    "1 validation error detected: The request is larger than " + MOST_BYTES + " bytes.");
        }
        return body;
    }

    private static JsonNode parse(byte[] body) {
        try {
            var json = body.length == 0 ? JsonNodeFactory.instance.objectNode() : MAPPER.readTree(body);
            if (json.isObject()) {
                return json;
            }
        } catch (JacksonException notJson) {
            throw ApiError.of("SerializationException", "The request is not JSON: " + notJson.getOriginalMessage());
        }
        throw ApiError.of("SerializationException", "The request is not a JSON object.");
    }

    private static JsonNode error(ApiError refused) {
        var body = JsonNodeFactory.instance.objectNode();
        body.put("__type", refused.type());
        body.put("message", refused.getMessage());
        refused.resourceName().ifPresent(name -> body.put("resourceName", name));
        refused.kmsKeyState().ifPresent(state -> body.put("kmsKeyState", state));
        return body;
    }
}
