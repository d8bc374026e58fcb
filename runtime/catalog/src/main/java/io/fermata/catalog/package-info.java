/// Stored definitions: state machines with their immutable revisions, activities, and the tags of both.
/// Called by the node when an execution starts, and by the API and the console.
@NullMarked
package io.fermata.catalog;

import org.jspecify.annotations.NullMarked;
