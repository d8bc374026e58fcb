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
    private static final int LONGEST_ARN = 180;

    private final Storage storage;

    Starters(Storage storage) {
        this.storage = storage;
    }

    /// What something says of being started by an execution.
    static String by(String executionArn) {
        return BY_EXECUTION
                + (executionArn.length() <= LONGEST_ARN ? executionArn : executionArn.substring(0, LONGEST_ARN));
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

    /// Who is behind something that was started by that one.
    Set<String> of(TenantId tenant, String startedBy) {
        var starters = new LinkedHashSet<String>();
        starters.add(startedBy);
        execution(tenant, startedBy).ifPresent(row -> starters.addAll(of(tenant, row.executionNo())));
        return starters;
    }

    private Optional<ExecutionRow> parent(ExecutionRow row) {
        var parentNo = row.parentNo();
        return parentNo != null
                ? storage.executions().find(row.tenant(), parentNo)
                : execution(row.tenant(), row.startedBy());
    }

    private Optional<ExecutionRow> execution(TenantId tenant, String startedBy) {
        if (!startedBy.startsWith(BY_EXECUTION)) {
            return Optional.empty();
        }
        var arn = startedBy.substring(BY_EXECUTION.length());
        int colon = arn.lastIndexOf(':');
        if (colon < 0) {
            return Optional.empty();
        }
        if (arn.substring(0, colon).contains("/")) {
            return storage.child(tenant, arn.substring(colon + 1));
        }
        return storage.machines()
                .find(tenant, arn.substring(0, colon).replaceFirst(":execution:", ":stateMachine:"))
                .flatMap(target -> storage.executions().find(tenant, target.stateMachineId(),
                        arn.substring(colon + 1)));
    }
}
