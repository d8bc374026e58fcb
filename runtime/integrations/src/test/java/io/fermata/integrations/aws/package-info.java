@NullMarked
package io.fermata.integrations.aws;

import org.jspecify.annotations.NullMarked;
