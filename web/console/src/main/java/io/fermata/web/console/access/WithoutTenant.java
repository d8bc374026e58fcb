// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console.access;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Marks a handler that shows nothing of a tenant, or that decides itself who may see what.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface WithoutTenant {

    /// Who may come: anybody, anybody who is signed in, or any member of the tenant in the path.
    Who value();

    /// The three kinds of visitors.
    enum Who {
        ANYBODY,
        SIGNED_IN,
        MEMBER
    }
}
