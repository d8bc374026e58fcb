/// Pages of connections to HTTP endpoints.
@NullMarked
package io.fermata.web.console.connections;

import org.jspecify.annotations.NullMarked;
