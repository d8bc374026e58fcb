// SPDX-License-Identifier: Apache-2.0
package io.fermata.scheduler;

/// What came of a message to a webhook.
public sealed interface WebhookAnswer {

    /// It started an execution, or did so when it came before.
    ///
    /// @param deliveryId the sender's `webhook-id`
    record Accepted(String deliveryId, String executionName) implements WebhookAnswer {}

    /// No webhook has this token, or none of its secrets made the signature: nobody shall learn which.
    record NotFound() implements WebhookAnswer {}

    /// The body has more bytes than an input may have.
    record TooLarge(int limit) implements WebhookAnswer {}

    /// The message is signed and does not fit. The sentence says why.
    record Unfit(String sentence) implements WebhookAnswer {}

    /// The message is signed, and what it shall start is gone. The sentence says why.
    record Gone(String sentence) implements WebhookAnswer {}

    /// No node could start it in time; the sender may send the same message again.
    record Unavailable() implements WebhookAnswer {}
}
