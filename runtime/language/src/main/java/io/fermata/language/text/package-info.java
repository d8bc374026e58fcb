// SPDX-License-Identifier: Apache-2.0
/// The text of a definition, JSON or YAML, read to a tree that knows its places.
@NullMarked
package io.fermata.language.text;

import org.jspecify.annotations.NullMarked;
