/// The database of Fermata: every table's definition, the connection pools, the check of the server, and the embedded server.
/// Called by the application at start and, through `testing`, by the tests of every module.
@NullMarked
package io.fermata.database;

import org.jspecify.annotations.NullMarked;
