// SPDX-License-Identifier: Apache-2.0
/// From a tree to findings or a definition: the rules of Amazon States Language and the readers behind them.
@NullMarked
package io.fermata.language.asl;

import org.jspecify.annotations.NullMarked;
