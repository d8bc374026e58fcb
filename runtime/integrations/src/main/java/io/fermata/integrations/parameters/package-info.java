/// Strict reading of the evaluated `Parameters` of a task.
/// Called by every integration that defines its own fields.
@NullMarked
package io.fermata.integrations.parameters;

import org.jspecify.annotations.NullMarked;
