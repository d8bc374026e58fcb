// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.fermata.engine.testing;

import org.jspecify.annotations.NullMarked;
