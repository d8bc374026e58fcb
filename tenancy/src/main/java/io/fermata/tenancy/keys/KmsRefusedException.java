// SPDX-License-Identifier: Apache-2.0
package io.fermata.tenancy.keys;

import org.jspecify.annotations.Nullable;

/// KMS does not let a tenant's data be sealed or opened now. The message is for the tenant's people. Has no stack trace.
public final class KmsRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private final @Nullable String keyState;

    /// Why.
    public enum Kind {
        /// A policy does not allow it, or there is no connection to ask with.
        ACCESS_DENIED,
        /// The key is disabled, about to be deleted or gone.
        INVALID_STATE,
        /// The key is of a kind that makes no data keys.
        UNUSABLE,
        /// Too many requests.
        THROTTLED,
        /// No answer, or an error of the service itself.
        UNREACHABLE
    }

    public KmsRefusedException(Kind kind, String message) {
        this(kind, message, null);
    }

    /// @param keyState the state of the key in AWS's spelling, `DISABLED` for one; null when it is not known
    public KmsRefusedException(Kind kind, String message, @Nullable String keyState) {
        super(message, null, false, false);
        this.kind = kind;
        this.keyState = keyState;
    }

    public Kind kind() {
        return kind;
    }

    /// The state of the key in AWS's spelling; null when it is not known.
    public @Nullable String keyState() {
        return keyState;
    }
}
