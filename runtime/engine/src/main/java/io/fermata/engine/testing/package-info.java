// SPDX-License-Identifier: Apache-2.0
/// What tests of several modules need to judge executions.
@NullMarked
package io.fermata.engine.testing;

import org.jspecify.annotations.NullMarked;
