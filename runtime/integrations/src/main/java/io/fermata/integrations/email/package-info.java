/// Mail as a task.
/// Called by the node.
@NullMarked
package io.fermata.integrations.email;

import org.jspecify.annotations.NullMarked;
