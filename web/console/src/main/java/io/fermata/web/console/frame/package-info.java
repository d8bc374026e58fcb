/// What every page stands in: sign-in, the choice of a tenant, errors, the overview.
@NullMarked
package io.fermata.web.console.frame;

import org.jspecify.annotations.NullMarked;
