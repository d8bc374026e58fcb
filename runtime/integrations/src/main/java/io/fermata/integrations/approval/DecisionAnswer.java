// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.approval;

/// What came of a decision that a person sent.
public sealed interface DecisionAnswer {

    /// The vote counts. The approval shows whether it decided, or how many more are needed.
    record Recorded(Approval approval) implements DecisionAnswer {}

    /// This person has voted before; nothing was changed.
    record AlreadyVoted(Approval approval) implements DecisionAnswer {}

    /// It was decided, has expired or was withdrawn before; nothing was changed.
    record Closed(Approval approval) implements DecisionAnswer {}

    /// The page showed something else: read it again.
    record Changed(Approval approval) implements DecisionAnswer {}

    /// This person may not decide it. The sentence says why.
    record NotAllowed(String sentence) implements DecisionAnswer {}

    /// A field breaks its rule. The sentence names the limit and the fix.
    record Unfit(String field, String sentence) implements DecisionAnswer {}

    /// The tenant has no such approval.
    record Unknown() implements DecisionAnswer {}
}
