// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.http;

import io.fermata.integrations.connection.Parameter;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Puts the body parameters of a connection into a request's body. They go into objects only, and only where a request
/// may have a body; they win over members of the same name.
final class ConnectionBody {

    private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "PATCH");

    private ConnectionBody() {}

    static Optional<RequestBody> with(List<Parameter> parameters, String method, Optional<RequestBody> body) {
        if (parameters.isEmpty() || !WITH_BODY.contains(method)
                || body.isPresent() && !(body.get().value() instanceof ObjectNode)) {
            return body;
        }
        var object = body.map(one -> ((ObjectNode) one.value()).deepCopy())
                .orElseGet(JsonNodeFactory.instance::objectNode);
        parameters.forEach(one -> object.put(one.name(), one.value()));
        return Optional.of(body.map(one -> new RequestBody(object, one.urlEncoded(), one.format()))
                .orElseGet(() -> new RequestBody(object, false, RequestBody.ArrayFormat.INDICES)));
    }
}
