// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.fermata.web.api.hooks;

import org.jspecify.annotations.NullMarked;
