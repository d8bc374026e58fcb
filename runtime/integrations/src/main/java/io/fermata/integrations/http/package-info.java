/// HTTP calls as a task.
/// Called by the node; every request goes through the one guarded client.
@NullMarked
package io.fermata.integrations.http;

import org.jspecify.annotations.NullMarked;
