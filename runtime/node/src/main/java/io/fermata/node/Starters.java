// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import io.fermata.journal.ExecutionRow;
import io.fermata.tenancy.TenantId;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/// Who is behind an execution: its own starter, and those of the executions that started it, whether they wait for it or not.
final class Starters {

    /// What `ChildStarts` writes in front of the parent's ARN.
    static final String BY_EXECUTION = "execution ";

    private static final int DEEPEST = 100;

    private final Storage storage;

    Starters(Storage storage) {
        this.storage = storage;
    }

    Set<String> of(TenantId tenant, long executionNo) {
        var starters = new LinkedHashSet<String>();
        var seen = new HashSet<Long>();
        var next = storage.executions().find(tenant, executionNo);
        while (next.isPresent() && seen.size() < DEEPEST && seen.add(next.get().executionNo())) {
            starters.add(next.get().startedBy());
            next = parent(next.get());
        }
        return starters;
    }

    private Optional<ExecutionRow> parent(ExecutionRow row) {
        var parentNo = row.parentNo();
        if (parentNo != null) {
            return storage.executions().find(row.tenant(), parentNo);
        }
        if (!row.startedBy().startsWith(BY_EXECUTION)) {
            return Optional.empty();
        }
        var arn = row.startedBy().substring(BY_EXECUTION.length());
        int colon = arn.lastIndexOf(':');
        if (colon < 0) {
            return Optional.empty();
        }
        return storage.machines()
                .find(row.tenant(), arn.substring(0, colon).replaceFirst(":execution:", ":stateMachine:"))
                .flatMap(target -> storage.executions().find(row.tenant(), target.stateMachineId(),
                        arn.substring(colon + 1)));
    }
}
