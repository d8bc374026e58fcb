/// The text of a state machine and what it means: Amazon States Language parsed to an immutable tree, checked, and its
/// expressions evaluated. Called by the catalog, the engine and the console; calls nothing of ours.
@NullMarked
package io.fermata.language;

import org.jspecify.annotations.NullMarked;
