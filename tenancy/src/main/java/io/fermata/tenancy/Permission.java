// SPDX-License-Identifier: Apache-2.0
package io.fermata.tenancy;

/// One thing that a principal may do in its tenant. Routes and API actions name the permission they need.
public enum Permission {
    STATE_MACHINE_READ,
    STATE_MACHINE_WRITE,
    EXECUTION_READ,
    EXECUTION_START,
    EXECUTION_STOP,
    /// Answer for a task: SendTaskSuccess and its friends, GetActivityTask.
    TASK_ANSWER,
    ACTIVITY_READ,
    ACTIVITY_WRITE,
    APPROVAL_READ,
    APPROVAL_DECIDE,
    SCHEDULE_READ,
    SCHEDULE_WRITE,
    WEBHOOK_READ,
    WEBHOOK_WRITE,
    CONNECTION_READ,
    CONNECTION_WRITE,
    /// See the credentials that a connection sends, when a state is tried.
    SECRET_REVEAL,
    MEMBER_READ,
    MEMBER_WRITE,
    KEY_READ,
    KEY_WRITE,
    /// See what holds for the whole tenant, its limits.
    TENANT_READ,
    TENANT_WRITE,
    AUDIT_READ,
    OUTBOX_READ,
    SYSTEM_READ
}
