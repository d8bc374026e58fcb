// SPDX-License-Identifier: Apache-2.0
package io.fermata.language;

/// An expression that could not be evaluated. Carries the error name and the cause text as AWS words it, without the
/// prefix that names the state. Has no stack trace: it is an answer about a tenant's text, not a defect.
public final class EvaluationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String error;
    private final String reason;

    public EvaluationException(String error, String reason) {
        super(error + ": " + reason, null, false, false);
        this.error = error;
        this.reason = reason;
    }

    /// The error name, for instance `States.Runtime`.
    public String error() {
        return error;
    }

    /// The cause text.
    public String reason() {
        return reason;
    }
}
