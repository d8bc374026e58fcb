/// The trail of what people and keys changed: one append-only chain of hashes for each tenant.
/// Called by whoever changes something on somebody's order.
@NullMarked
package io.fermata.tenancy.audit;

import org.jspecify.annotations.NullMarked;
