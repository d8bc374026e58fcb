/// Tests of the application's wiring and of the pages that describe it.
@NullMarked
package io.fermata.app;

import org.jspecify.annotations.NullMarked;
