/// What a Task state can call beside other executions and activities: people, mail, HTTP endpoints and AWS services.
/// Wired by the application; the node asks each integration which resources it handles.
@NullMarked
package io.fermata.integrations;

import org.jspecify.annotations.NullMarked;
