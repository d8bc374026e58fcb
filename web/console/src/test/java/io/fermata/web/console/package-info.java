/// Tests of the console on a real database.
@NullMarked
package io.fermata.web.console;

import org.jspecify.annotations.NullMarked;
