/// Small changes of a definition's text, and what an editor shows beside it: formatting, outline, what may stand where.
/// Calls [io.fermata.language]; called by the console.
@NullMarked
package io.fermata.language.edit;

import org.jspecify.annotations.NullMarked;
