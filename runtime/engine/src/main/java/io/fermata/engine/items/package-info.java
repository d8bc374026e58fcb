// SPDX-License-Identifier: Apache-2.0
/// What a distributed Map reads and writes in object storage: streams of items in the formats of `ItemReader`, and the
/// files of `ResultWriter`. Nothing here holds a whole file.
@NullMarked
package io.fermata.engine.items;

import org.jspecify.annotations.NullMarked;
