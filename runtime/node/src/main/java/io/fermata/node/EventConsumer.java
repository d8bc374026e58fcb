// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import io.fermata.tenancy.TenantId;
import java.util.List;
import java.util.Set;

/// Who wants to hear of status changes. Changes of one execution come in their order, each at least once, on a thread of
/// {@link ExecutionEvents}.
public interface EventConsumer {

    /// The tenants of which it wants to hear. Asked about once a second on each node: changes that are made before a node has
    /// asked are not kept for a tenant that is new here.
    Set<TenantId> listening();

    /// Takes changes of any tenants, also of such as it does not listen to. Called inside a transaction: what is written here
    /// through the same data source is committed together with the end of the hand-over, so it is written once. Must write
    /// and do nothing else; whatever takes long is done later, from what was written. What it throws is tried again, change by
    /// change, for a day.
    void take(List<StatusChange> changes);
}
