/// Pages of what starts executions by itself: schedules and webhooks.
@NullMarked
package io.fermata.web.console.triggers;

import org.jspecify.annotations.NullMarked;
