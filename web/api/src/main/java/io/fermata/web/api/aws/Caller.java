// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api.aws;

import io.fermata.tenancy.Arn;
import io.fermata.tenancy.Permission;
import io.fermata.tenancy.Principal;
import io.fermata.tenancy.TenantId;

/// Who signed the request.
///
/// @param account the tenant's account id, 12 digits
/// @param region the region in all ARNs of this Fermata
public record Caller(Principal principal, String account, String region) {

    public TenantId tenant() {
        return principal.tenant();
    }

    /// Refuses a caller whose key does not allow the action.
    public void needs(Permission permission, String action) {
        if (!principal.may(permission)) {
            var who = principal instanceof Principal.KeyPrincipal ? "The access key " : "";
            throw ApiError.of("AccessDeniedException", who + principal.name() + " with role "
                    + principal.role() + " is not authorized to perform: states:" + action
                    + ". An admin can give it a role with the permission " + permission + ".");
        }
    }

    /// Takes an ARN of this service apart.
    ///
    /// @throws ApiError `InvalidArn` when it is none
    public Arn arn(String text) {
        var arn = Arn.parse(text)
                .orElseThrow(() -> ApiError.of("InvalidArn", "Invalid Arn: 'Invalid ARN prefix: " + text + "'"));
        if (!arn.service().equals("states")) {
            throw ApiError.of("InvalidArn", "Invalid Arn: 'Invalid ARN prefix: " + text + "'");
        }
        return arn;
    }

    /// Whether the ARN lies in the caller's account and region. What does not is answered as if it did not exist.
    public boolean owns(Arn arn) {
        return arn.account().equals(account) && arn.region().equals(region);
    }
}
