/// Pages of functions.
@NullMarked
package io.fermata.web.console.functions;

import org.jspecify.annotations.NullMarked;
