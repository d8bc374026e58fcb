/// The web console: server-rendered pages that work without JavaScript.
@NullMarked
package io.fermata.web.console;

import org.jspecify.annotations.NullMarked;
