// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.fermata.language.text;

import org.jspecify.annotations.NullMarked;
