// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console.access;

import io.fermata.tenancy.Permission;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The permission that a handler under `/t/{slug}` asks of the member. A handler without this or [WithoutTenant] is refused.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface RequiresPermission {

    /// The permission.
    Permission value();
}
