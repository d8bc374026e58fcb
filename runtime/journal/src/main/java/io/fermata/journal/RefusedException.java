// SPDX-License-Identifier: Apache-2.0
package io.fermata.journal;

/// A write that the database refuses for what it holds, whatever else is in the batch. The execution cannot go on.
public final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
