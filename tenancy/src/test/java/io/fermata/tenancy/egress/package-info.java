/// Tests of this package.
@NullMarked
package io.fermata.tenancy.egress;

import org.jspecify.annotations.NullMarked;
