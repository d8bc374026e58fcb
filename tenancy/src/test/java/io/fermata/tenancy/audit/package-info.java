/// Tests of this package.
@NullMarked
package io.fermata.tenancy.audit;

import org.jspecify.annotations.NullMarked;
