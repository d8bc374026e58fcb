@NullMarked
package io.fermata.integrations.function;

import org.jspecify.annotations.NullMarked;
