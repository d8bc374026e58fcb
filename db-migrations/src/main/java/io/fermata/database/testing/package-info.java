/// A real database for tests: one server for a whole build, one schema for a test class.
/// Called by tests only.
@NullMarked
package io.fermata.database.testing;

import org.jspecify.annotations.NullMarked;
