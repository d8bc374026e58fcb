/// Tests of schedules and webhooks.
@NullMarked
package io.fermata.scheduler;

import org.jspecify.annotations.NullMarked;
