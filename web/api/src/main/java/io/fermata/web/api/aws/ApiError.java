// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api.aws;

import io.fermata.node.KmsErrors;
import io.fermata.tenancy.keys.KmsRefusedException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An answer that refuses a request, in AWS's shape: `{"__type": code, "message": message}`. Has no stack trace.
public final class ApiError extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String code;
    private final int status;
    private final @Nullable String resourceName;
    private final @Nullable String kmsKeyState;

    private ApiError(String code, String message, int status, @Nullable String resourceName) {
        this(code, message, status, resourceName, null);
    }

    private ApiError(String code, String message, int status, @Nullable String resourceName,
            @Nullable String kmsKeyState) {
        super(message, null, false, false);
        this.code = code;
        this.status = status;
        this.resourceName = resourceName;
        this.kmsKeyState = kmsKeyState;
    }

    /// A modelled error; HTTP 400 as over this protocol always.
    public static ApiError of(String code, String message) {
        return new ApiError(code, message, 400, null);
    }

    /// A modelled error that names its resource in a member of its own, as `ResourceNotFound` and `TooManyTags` do.
    public static ApiError about(String resourceName, String code, String message) {
        return new ApiError(code, message, 400, resourceName);
    }

    /// KMS does not let the tenant's data be sealed or opened.
    public static ApiError of(KmsRefusedException refusal) {
        var code = KmsErrors.code(refusal);
        return new ApiError(code, String.valueOf(refusal.getMessage()),
                refusal.kind() == KmsRefusedException.Kind.UNREACHABLE ? 503 : 400, null,
                code.equals("KmsInvalidStateException") ? refusal.keyState() : null);
    }

    /// Something is wrong on our side, and the same request may succeed soon.
    public static ApiError unavailable() {
        return new ApiError("ServiceUnavailable",
                "The execution's node did not answer in time. It is safe to send the request again.", 503, null);
    }

    /// Something is wrong on our side.
    public static ApiError internal(String requestId) {
        return new ApiError("InternalFailure",
                "Fermata failed to answer. Its log says why, under request id " + requestId
                        + ".",
                500, null);
    }

    public String code() {
        return code;
    }

    public int status() {
        return status;
    }

    /// The member `resourceName`.
    Optional<String> resourceName() {
        return Optional.ofNullable(resourceName);
    }

    /// The member `kmsKeyState`.
    Optional<String> kmsKeyState() {
        return Optional.ofNullable(kmsKeyState);
    }

    /// What `__type` holds: AWS names the model in front of the code.
    String type() {
        var model = code.equals("ValidationException")
                ? "com.amazon.coral.validate#"
                : "com.amazonaws.swf.service.v2.model#";
        return model + code;
    }
}
