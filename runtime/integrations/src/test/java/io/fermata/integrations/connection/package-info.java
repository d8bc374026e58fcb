@NullMarked
package io.fermata.integrations.connection;

import org.jspecify.annotations.NullMarked;
