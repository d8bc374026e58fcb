// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.function;

import io.fermata.tenancy.TenantId;
import io.fermata.tenancy.egress.EgressClient;
import java.time.InstantSource;
import java.util.Optional;

/// Calls functions of tenants by their names. Any thread; waits for the answer.
public final class FunctionCalls {

    private final Functions functions;
    private final HttpsFunction https;
    private final JavaScriptFunction javaScript;

    public FunctionCalls(Functions functions, EgressClient egress, InstantSource clock) {
        this.functions = functions;
        this.https = new HttpsFunction(egress, clock);
        this.javaScript = new JavaScriptFunction(new QuickJsSandbox(), clock);
    }

    /// What a tenant's function name stands for.
    public sealed interface Resolved {}

    /// A function of AWS: the call is Lambda's affair.
    public record InAws(FunctionTarget.Aws target) implements Resolved {}

    /// A function that is called here.
    public static final class Here implements Resolved {

        private final FunctionCalls calls;
        private final TenantId tenant;
        private final Functions.Opened opened;

        private Here(FunctionCalls calls, TenantId tenant, Functions.Opened opened) {
            this.calls = calls;
            this.tenant = tenant;
            this.opened = opened;
        }

        /// Makes the call.
        public FunctionOutcome call(FunctionCall call) {
            var function = opened.function();
            return switch (function.target()) {
                case FunctionTarget.Https(var url) -> calls.https.call(tenant, function, url, opened.secret(), call);
                case FunctionTarget.JavaScript code -> calls.javaScript.call(tenant, function, code, call);
                case FunctionTarget.Aws _ -> throw new IllegalStateException("A function of AWS is not called here");
            };
        }
    }

    /// What a name stands for; empty when the tenant has no function of that name.
    public Optional<Resolved> resolve(TenantId tenant, FunctionName name) {
        return functions.forCall(tenant, name.name())
                .map(opened -> opened.function().target() instanceof FunctionTarget.Aws aws
                        ? new InAws(aws)
                        : new Here(this, tenant, opened));
    }
}
