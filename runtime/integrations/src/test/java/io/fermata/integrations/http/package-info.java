@NullMarked
package io.fermata.integrations.http;

import org.jspecify.annotations.NullMarked;
