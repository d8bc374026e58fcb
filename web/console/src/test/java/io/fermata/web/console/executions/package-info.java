/// Tests of what is said of executions.
@NullMarked
package io.fermata.web.console.executions;

import org.jspecify.annotations.NullMarked;
