// SPDX-License-Identifier: Apache-2.0
/// Damaged definitions through every door.
@NullMarked
package io.fermata.language.fuzz;

import org.jspecify.annotations.NullMarked;
