@NullMarked
package io.fermata.integrations.email;

import org.jspecify.annotations.NullMarked;
