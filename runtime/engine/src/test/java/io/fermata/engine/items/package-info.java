// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.fermata.engine.items;

import org.jspecify.annotations.NullMarked;
