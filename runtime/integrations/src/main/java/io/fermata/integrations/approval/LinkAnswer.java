// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.approval;

import io.fermata.tenancy.TenantId;

/// What the link of a mail leads to. Reading it changes nothing.
public sealed interface LinkAnswer {

    /// The question waits.
    ///
    /// @param email who was invited; whoever is signed in must be that person
    record Open(TenantId tenant, String email, Approval approval) implements LinkAnswer {}

    /// It was decided.
    record Decided(TenantId tenant, String email, Approval approval) implements LinkAnswer {}

    /// The execution went on without an answer.
    record Withdrawn(TenantId tenant, String email, Approval approval) implements LinkAnswer {}

    /// The link or the question is too old. Show the same as for an unknown one.
    record Expired() implements LinkAnswer {}

    /// No link has this token.
    record Unknown() implements LinkAnswer {}
}
