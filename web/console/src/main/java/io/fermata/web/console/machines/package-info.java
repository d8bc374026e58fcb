/// Pages of state machines: list, text, start.
@NullMarked
package io.fermata.web.console.machines;

import org.jspecify.annotations.NullMarked;
