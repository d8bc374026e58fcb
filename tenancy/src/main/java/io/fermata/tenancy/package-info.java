/// Who may do what: tenants, people, roles, access keys, the audit trail and the gate that keeps tenants apart in SQL.
/// Called by every module that touches a tenant's rows.
@NullMarked
package io.fermata.tenancy;

import org.jspecify.annotations.NullMarked;
