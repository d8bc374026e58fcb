@NullMarked
package io.fermata.integrations.approval;

import org.jspecify.annotations.NullMarked;
