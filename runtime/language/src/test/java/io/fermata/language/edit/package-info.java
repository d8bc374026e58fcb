/// Tests of edits.
@NullMarked
package io.fermata.language.edit;

import org.jspecify.annotations.NullMarked;
