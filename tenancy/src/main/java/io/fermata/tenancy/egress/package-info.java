/// The one HTTP client for addresses that tenants chose, and its guard against requests to inside.
/// Called by HTTP tasks, webhooks and AWS calls.
@NullMarked
package io.fermata.tenancy.egress;

import org.jspecify.annotations.NullMarked;
