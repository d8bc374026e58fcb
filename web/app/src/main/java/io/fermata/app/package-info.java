/// The application: main, wiring, the database at start, bootstrap and samples, metrics. Called by the launcher.
@NullMarked
package io.fermata.app;

import org.jspecify.annotations.NullMarked;
