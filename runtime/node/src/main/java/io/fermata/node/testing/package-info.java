/// A whole node for tests: scripted tasks, machines from text, waiting without sleeping. Called by tests of any module.
@NullMarked
package io.fermata.node.testing;

import org.jspecify.annotations.NullMarked;
