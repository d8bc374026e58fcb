// SPDX-License-Identifier: Apache-2.0
package io.fermata.language;

import org.jspecify.annotations.Nullable;

/// Where a distributed Map writes the results of its children, and in which form: `ResultWriter`.
///
/// @param resource `arn:aws:states:::s3:putObject`; null when the results stay in the state's result
/// @param arguments `Parameters` or `Arguments`; null when absent
/// @param transformation `NONE`, `COMPACT` or `FLATTEN`; null when absent
/// @param outputType `JSON` or `JSONL`; null when absent
public record ResultWriter(@Nullable String resource, @Nullable Expression arguments,
        @Nullable String transformation, @Nullable String outputType) {}
