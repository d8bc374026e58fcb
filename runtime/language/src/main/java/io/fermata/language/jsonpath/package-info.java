// SPDX-License-Identifier: Apache-2.0
/// Expressions of JSONPath states: paths, intrinsic functions, payload templates, Choice comparisons.
@NullMarked
package io.fermata.language.jsonpath;

import org.jspecify.annotations.NullMarked;
