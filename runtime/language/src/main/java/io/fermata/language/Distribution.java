// SPDX-License-Identifier: Apache-2.0
package io.fermata.language;

import org.jspecify.annotations.Nullable;

/// What only a Map in distributed mode has: its iterations are executions of their own (asl.md section 7.7).
///
/// @param childType the type of the child executions (`ExecutionType`)
/// @param label `Label`, 1 to 40 characters, unique in the definition; null when the service chooses one
/// @param reader where the items come from; null when they come from the state's input
/// @param batcher how items are gathered to one child's input; null when each child gets one
/// @param writer where the results go; null when they are the state's result
public record Distribution(MachineType childType, @Nullable String label, @Nullable ItemReader reader,
        @Nullable ItemBatcher batcher, @Nullable ResultWriter writer) {}
