/// Pages of executions: list, one execution, what it waits for.
@NullMarked
package io.fermata.web.console.executions;

import org.jspecify.annotations.NullMarked;
