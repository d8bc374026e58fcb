/// Tests of this package.
@NullMarked
package io.fermata.tenancy.mail;

import org.jspecify.annotations.NullMarked;
