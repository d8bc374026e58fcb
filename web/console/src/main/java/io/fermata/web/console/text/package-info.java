/// How times, durations, sizes and statuses are written for people.
@NullMarked
package io.fermata.web.console.text;

import org.jspecify.annotations.NullMarked;
