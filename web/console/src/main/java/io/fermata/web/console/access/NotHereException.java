// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console.access;

/// The tenant has no such thing, or the visitor may not know whether it has: 404.
public final class NotHereException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public NotHereException() {
        super("not found");
    }
}
