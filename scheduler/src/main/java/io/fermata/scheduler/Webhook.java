// SPDX-License-Identifier: Apache-2.0
package io.fermata.scheduler;

import java.time.Instant;

/// An address that starts an execution of one state machine with each signed message it gets.
///
/// @param name unique in the tenant: 1 to 64 letters, digits and `- _ .`
/// @param url the whole address, with its token; whoever knows it still needs a secret
/// @param stateMachine the machine's name; its revision of the moment is started
/// @param secrets how many secrets are valid: 1, or 2 after a change of secret
public record Webhook(String name, String url, String stateMachine, int secrets, String description,
        Instant createdAt) {

    @Override
    public String toString() {
        return name;
    }
}
