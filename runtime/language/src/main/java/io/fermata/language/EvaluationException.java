// SPDX-License-Identifier: Apache-2.0
package io.fermata.language;

import org.jspecify.annotations.Nullable;

/// An expression that could not be evaluated. Carries the error name and the cause text as AWS words it, without the
/// prefix that names the state. Has no stack trace: it is an answer about a tenant's text, not a defect.
public final class EvaluationException extends RuntimeException {

    /// The error name of a JSONata expression that failed, the only evaluation failure that Retry and Catch may take.
    public static final String QUERY = "States.QueryEvaluationError";

    private static final long serialVersionUID = 1L;

    private final String error;
    private final String reason;
    private final @Nullable String location;

    public EvaluationException(String error, String reason) {
        this(error, reason, null);
    }

    /// @param location the field to blame, as AWS writes it: `Output/total`; null when none is
    public EvaluationException(String error, String reason, @Nullable String location) {
        super(error + ": " + reason, null, false, false);
        this.error = error;
        this.reason = reason;
        this.location = location;
    }

    /// The failure of a JSONata expression in a field.
    public static EvaluationException query(String field, String reason) {
        return new EvaluationException(QUERY, reason, field);
    }

    /// The error name, for instance `States.Runtime`.
    public String error() {
        return error;
    }

    /// The cause text.
    public String reason() {
        return reason;
    }

    /// The field to blame, for the history's EvaluationFailed; null when none is named.
    public @Nullable String location() {
        return location;
    }
}
