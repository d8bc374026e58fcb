// SPDX-License-Identifier: Apache-2.0
/// Benchmarks of definitions and paths.
@NullMarked
package io.fermata.language.bench;

import org.jspecify.annotations.NullMarked;
