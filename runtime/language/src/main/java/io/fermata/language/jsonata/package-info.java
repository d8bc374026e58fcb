@NullMarked
package io.fermata.language.jsonata;

import org.jspecify.annotations.NullMarked;
