/// Functions of tenants: what a name in a Lambda task stands for, and how it is called. Used by the Lambda integration and
/// by the console's pages of functions.
@NullMarked
package io.fermata.integrations.function;

import org.jspecify.annotations.NullMarked;
