// SPDX-License-Identifier: Apache-2.0
/// What the tests of several packages share: cases told in files, the recorded material, surroundings that stand still.
@NullMarked
package io.fermata.language.testing;

import org.jspecify.annotations.NullMarked;
