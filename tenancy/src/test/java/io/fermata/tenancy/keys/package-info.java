/// Tests of this package.
@NullMarked
package io.fermata.tenancy.keys;

import org.jspecify.annotations.NullMarked;
