// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import io.fermata.engine.TaskOutcome;
import io.fermata.language.State;
import io.fermata.tenancy.Principal;
import io.fermata.tenancy.TenantId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// One state to try.
///
/// @param who who tries the state, in a tenant for which it may call resources
/// @param roleArn shown in the context object; null when none is given
/// @param input the state's raw input
/// @param variables the variables in sight
/// @param context the context object; null for one of the server's making
/// @param mock the outcome of what the state asks; null when resources are to be called
/// @param setting what is said to have happened before
/// @param reveal whether the call may be told with its secrets
public record TestRequest(Who who, State state, @Nullable String roleArn, JsonNode input,
        Map<String, JsonNode> variables, @Nullable JsonNode context, @Nullable TaskOutcome mock, Setting setting,
        boolean reveal) {

    public TestRequest {
        variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
    }

    /// Who tries a state.
    ///
    /// @param account the tenant's account id
    /// @param region the region in ARNs
    /// @param principal with whose permissions the state calls this server itself
    public record Who(Principal principal, String account, String region) {

        /// The tenant for which the state may call resources.
        public TenantId tenant() {
            return principal.tenant();
        }
    }

    /// What is said to have happened before.
    ///
    /// @param retriesMade how often the retrier that matches has retried
    /// @param failedIterations how many iterations of a Map have failed; null when not said
    /// @param read what the reader of a Map has read; null when not said
    public record Setting(int retriesMade, @Nullable Integer failedIterations, @Nullable JsonNode read) {

        /// Nothing has happened before.
        public static final Setting NOTHING = new Setting(0, null, null);
    }
}
