// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api.aws;

import io.fermata.language.Json;
import io.fermata.web.api.aws.Shape.Structure;
import io.fermata.tenancy.keys.KmsRefusedException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// All operations of the API by name, each with AWS's model of its request. Immutable; any thread.
public final class Operations {

    /// One operation.
    ///
    /// @param request what its request must be
    /// @param large the same where payloads may be larger than AWS's
    public record Operation(Action action, Structure request, Structure large) {

        /// Answers a request, once the caller is allowed the operation and the request fits the model.
        ///
        /// @param body any JSON value
        /// @throws ApiError when it is refused
        public JsonNode perform(Caller caller, JsonNode body) {
            boolean own = action.payloadBytes(caller) > Json.MAX_BYTES;
            var params = Params.read(own ? large : request, body);
            action.precheck(caller, params);
            params.check();
            try {
                return action.perform(caller, params);
            } catch (KmsRefusedException refusal) {
                throw ApiError.of(refusal);
            }
        }
    }

    private final Map<String, Operation> operations = new TreeMap<>();

    /// @throws IllegalArgumentException when AWS has no operation of an action's name
    public Operations(List<Action> actions) {
        actions.forEach(action -> operations.put(action.name(), new Operation(action,
                ServiceModel.AWS.request(action.name()), ServiceModel.LARGE.request(action.name()))));
    }

    public Optional<Operation> find(String name) {
        return Optional.ofNullable(operations.get(name));
    }

    /// The names, in alphabetical order.
    public Set<String> names() {
        return operations.keySet();
    }
}
