// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console.access;

import io.fermata.tenancy.Membership;
import io.fermata.tenancy.Permission;
import io.fermata.tenancy.Principal;
import io.fermata.tenancy.Tenant;
import io.fermata.tenancy.TenantId;
import org.springframework.web.util.UriUtils;
import java.nio.charset.StandardCharsets;

/// One request of a member in the tenant that its path names. Lives as long as the request.
public record Visit(Tenant tenant, Membership member) {

    /// The tenant whose rows this request may see.
    public TenantId id() {
        return tenant.id();
    }

    /// The member as the one who acts.
    public Principal.UserPrincipal principal() {
        return member.principal();
    }

    /// Whether the member may do that, for showing or hiding a button.
    public boolean may(Permission permission) {
        return principal().may(permission);
    }

    /// The same by the permission's name, for templates.
    public boolean may(String permission) {
        return may(Permission.valueOf(permission));
    }

    /// A path in this tenant, made of segments that are escaped.
    public String path(String... segments) {
        var path = new StringBuilder("/t/").append(tenant.slug());
        for (var segment : segments) {
            path.append('/').append(UriUtils.encodePathSegment(segment, StandardCharsets.UTF_8));
        }
        return path.toString();
    }
}
