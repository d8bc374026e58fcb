/// Warnings about definitions that AWS accepts and people regret. Calls [io.fermata.language]; called by the console and by
/// builds. What AWS itself reports comes from `Asl.parse` and holds nothing of this.
@NullMarked
package io.fermata.language.lint;

import org.jspecify.annotations.NullMarked;
