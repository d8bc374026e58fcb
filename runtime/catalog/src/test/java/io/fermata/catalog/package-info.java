/// Tests of stored definitions.
@NullMarked
package io.fermata.catalog;

import org.jspecify.annotations.NullMarked;
