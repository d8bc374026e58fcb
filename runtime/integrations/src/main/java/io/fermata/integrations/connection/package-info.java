/// Credentials for HTTP endpoints, named by the ARNs of EventBridge connections.
/// Called by the HTTP task and by the console's connections page.
@NullMarked
package io.fermata.integrations.connection;

import org.jspecify.annotations.NullMarked;
