/// Tests of the tables, the embedded server and the check of the server.
@NullMarked
package io.fermata.database;

import org.jspecify.annotations.NullMarked;
