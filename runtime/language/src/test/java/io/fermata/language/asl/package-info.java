// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.fermata.language.asl;

import org.jspecify.annotations.NullMarked;
