/// Pokes that tell open pages that an execution has moved on.
@NullMarked
package io.fermata.web.console.live;

import org.jspecify.annotations.NullMarked;
