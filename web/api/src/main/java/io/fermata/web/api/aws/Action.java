// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api.aws;

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

    /// Answers a request.
    ///
    /// @throws ApiError when it is refused
    JsonNode perform(Caller caller, Params params);
}
