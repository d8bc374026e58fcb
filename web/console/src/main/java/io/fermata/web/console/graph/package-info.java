/// State machines as drawings: layout and SVG.
@NullMarked
package io.fermata.web.console.graph;

import org.jspecify.annotations.NullMarked;
