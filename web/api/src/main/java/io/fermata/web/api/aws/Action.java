// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api.aws;

import io.fermata.language.Json;
import io.fermata.tenancy.Permission;
import tools.jackson.databind.JsonNode;

/// One operation of the API. Stateless; any thread.
public interface Action {

    /// The operation's name in `X-Amz-Target`, which is also the class's.
    default String name() {
        return getClass().getSimpleName();
    }

    /// What the caller must be allowed.
    Permission permission();

    /// The greatest size of a payload in the caller's requests, in bytes: AWS's, if the operation does not say otherwise.
    default int payloadBytes(Caller caller) {
        return Json.MAX_BYTES;
    }

    /// Refuses what AWS refuses even before it holds a request against its model's constraints. The values have the model's
    /// JSON types; nothing else is known of them.
    ///
    /// @throws ApiError when it is refused
    default void precheck(Caller caller, Params params) {}

    /// Answers a request that fits AWS's model.
    ///
    /// @throws ApiError when it is refused
    JsonNode perform(Caller caller, Params params);
}
