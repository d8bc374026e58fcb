// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.approval;

import io.fermata.integrations.approval.Approval.Choice;
import java.util.Collection;
import java.util.Optional;

/// When votes are a decision: the first rejection rejects, and as many approvals as the quorum approve. Pure.
final class Rule {

    private Rule() {}

    static Optional<Choice> outcome(Collection<Choice> votes, int quorum) {
        if (votes.contains(Choice.REJECT)) {
            return Optional.of(Choice.REJECT);
        }
        return votes.size() >= quorum ? Optional.of(Choice.APPROVE) : Optional.empty();
    }
}
