// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.approval;

import io.fermata.integrations.approval.Approval.Choice;
import io.fermata.tenancy.TenantId;

/// What a signed-in person sends from the approval page.
///
/// @param approvalId the approval's `apv_` name
/// @param comment at most 2,000 characters, may be empty
/// @param subjectSha256 the hash that the page showed
/// @param nonce what [Approvals#nonce] gave the page
/// @param network the person's address, for the audit trail; may be empty
public record Decision(TenantId tenant, String approvalId, long userId, Choice choice, String comment,
        String subjectSha256, String nonce, String network) {}
