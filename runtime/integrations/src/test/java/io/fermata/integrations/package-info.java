@NullMarked
package io.fermata.integrations;

import org.jspecify.annotations.NullMarked;
