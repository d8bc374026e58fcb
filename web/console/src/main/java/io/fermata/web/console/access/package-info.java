/// Who is asking, in which tenant, and whether a page lets them in.
@NullMarked
package io.fermata.web.console.access;

import org.jspecify.annotations.NullMarked;
