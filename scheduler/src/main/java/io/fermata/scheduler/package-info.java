/// What starts executions by itself: schedules, woken by Quartz, and webhooks.
/// Called by the console's pages, by the door of webhooks in the API, and by Quartz.
@NullMarked
package io.fermata.scheduler;

import org.jspecify.annotations.NullMarked;
