// SPDX-License-Identifier: Apache-2.0
package io.fermata.tenancy.keys;

import java.time.Duration;
import java.util.Map;

/// A KMS key of the customer's own, as a state machine or an activity names it: what `encryptionConfiguration` says, and for
/// which resource. Data keys that it wraps seal what belongs to that resource. Immutable.
///
/// @param kmsKeyId an id, an alias, or the ARN of either; 1 to 2,048 characters
/// @param reuse how long a data key is used: 60 to 900 seconds
/// @param resourceArn of the state machine or activity; KMS binds each data key to it
public record CustomerKey(String kmsKeyId, Duration reuse, String resourceArn) {

    private static final String ACTIVITY = ":activity:";

    /// What KMS is asked with and writes into its own log: the names are AWS's.
    public Map<String, String> encryptionContext() {
        return context(resourceArn);
    }

    static Map<String, String> context(String resourceArn) {
        return Map.of(resourceArn.contains(ACTIVITY) ? "aws:states:activityArn" : "aws:states:stateMachineArn",
                resourceArn);
    }
}
