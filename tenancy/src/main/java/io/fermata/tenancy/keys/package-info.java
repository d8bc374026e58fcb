/// Sealing of tenants' secrets: the root key and the data keys of tenants.
/// Called by whoever stores or reads a secret or a payload.
@NullMarked
package io.fermata.tenancy.keys;

import org.jspecify.annotations.NullMarked;
