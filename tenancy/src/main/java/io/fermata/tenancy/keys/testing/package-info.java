/// A key management service in memory, for tests of whatever seals.
@NullMarked
package io.fermata.tenancy.keys.testing;

import org.jspecify.annotations.NullMarked;
