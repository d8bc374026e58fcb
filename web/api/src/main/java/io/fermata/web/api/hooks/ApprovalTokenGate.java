// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api.hooks;

import io.fermata.integrations.approval.Approvals;
import io.fermata.node.Executions;
import io.fermata.web.api.aws.ApiError;
import io.fermata.web.api.aws.Caller;
import io.fermata.web.api.aws.actions.TokenGate;

/// Refuses the tokens of approvals: whoever may answer tasks could else walk past the rule of who decides. Any thread.
final class ApprovalTokenGate implements TokenGate {

    private final Executions executions;
    private final Approvals approvals;

    ApprovalTokenGate(Executions executions, Approvals approvals) {
        this.executions = executions;
        this.approvals = approvals;
    }

    @Override
    public void check(Caller caller, String taskToken) {
        var attempt = executions.attempt(caller.tenant(), taskToken);
        if (attempt.filter(one -> approvals.isApproval(caller.tenant(), one.executionNo(), one.scheduled()))
                .isPresent()) {
            throw ApiError.of("AccessDeniedException",
                    "The task is an approval: only the people who are asked can answer it, in the console.");
        }
    }
}
