// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console.access;

import io.fermata.tenancy.Permission;

/// The member lacks a permission: 403.
public final class NotAllowedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final Permission permission;

    public NotAllowedException(Permission permission) {
        super("needs " + permission);
        this.permission = permission;
    }

    /// What is missing.
    public Permission permission() {
        return permission;
    }
}
