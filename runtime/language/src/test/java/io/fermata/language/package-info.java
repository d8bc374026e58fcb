/// Tests of the language.
@NullMarked
package io.fermata.language;

import org.jspecify.annotations.NullMarked;
