// SPDX-License-Identifier: Apache-2.0
package io.fermata.tenancy.egress;

/// Why a request has no answer. No sentence names an inside address, because tenants read it.
public sealed interface EgressRefusal extends Egress {

    /// One sentence for the tenant.
    String sentence();

    /// The address breaks the rules; nothing was sent, and a second try gives the same.
    record NotAllowed(String sentence) implements EgressRefusal {}

    /// The name is unknown, nobody listens, or the connection broke.
    record Unreachable(String sentence) implements EgressRefusal {}

    /// No complete answer in the time of the request.
    record TimedOut(String sentence) implements EgressRefusal {}

    /// The answer is longer than the request accepts.
    record TooLarge(String sentence) implements EgressRefusal {}
}
