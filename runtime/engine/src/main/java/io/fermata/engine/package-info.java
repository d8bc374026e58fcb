/// The engine: folds a history into the state of an execution and decides what happens next. Pure: no clock, no I/O, no
/// randomness of its own. Called by the node and by tests; the journal stores what it decides.
@NullMarked
package io.fermata.engine;

import org.jspecify.annotations.NullMarked;
