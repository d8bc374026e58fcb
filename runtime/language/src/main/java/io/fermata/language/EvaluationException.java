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
    private final boolean computed;

    public EvaluationException(String error, String reason) {
        this(error, reason, null, false);
    }

    private EvaluationException(String error, String reason, @Nullable String location, boolean computed) {
        super(error + ": " + reason, null, false, false);
        this.error = error;
        this.reason = reason;
        this.location = location;
        this.computed = computed;
    }

    /// The failure of a JSONata expression in a field.
    public static EvaluationException query(String field, String reason) {
        return new EvaluationException(QUERY, reason, field, false);
    }

    /// The failure of a JSONata state whose expression gave a value that the field cannot use.
    public static EvaluationException unusable(String field, String reason) {
        return new EvaluationException(QUERY, reason, field, true);
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

    /// Whether the expression gave a value, and only the value is of no use. The history places such a failure elsewhere.
    public boolean computed() {
        return computed;
    }
}
