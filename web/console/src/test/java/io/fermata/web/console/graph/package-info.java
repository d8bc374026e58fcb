/// Tests of drawings.
@NullMarked
package io.fermata.web.console.graph;

import org.jspecify.annotations.NullMarked;
