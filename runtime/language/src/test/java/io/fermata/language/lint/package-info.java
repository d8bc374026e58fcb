/// Tests of lint.
@NullMarked
package io.fermata.language.lint;

import org.jspecify.annotations.NullMarked;
