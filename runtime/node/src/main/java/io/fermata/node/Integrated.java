// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import io.fermata.engine.TaskIntegration;
import io.fermata.engine.items.ObjectStorage;
import java.util.List;

/// What executions can reach outside.
///
/// @param tasks what Task states can call
/// @param objects what distributed Maps read and write
public record Integrated(List<TaskIntegration> tasks, ObjectStorage objects) {

    public Integrated {
        tasks = List.copyOf(tasks);
    }
}
