// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api.aws;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An answer that refuses a request, in AWS's shape: `{"__type": code, "message": message}`. Has no stack trace.
public final class ApiError extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String code;
    private final int status;
    private final @Nullable String resourceName;

    private ApiError(String code, String message, int status, @Nullable String resourceName) {
        super(message, null, false, false);
        this.code = code;
        this.status = status;
        this.resourceName = resourceName;
    }

    /// A modelled error; HTTP 400 as over this protocol always.
    public static ApiError of(String code, String message) {
        return new ApiError(code, message, 400, null);
    }

    /// A modelled error that names its resource in a member of its own, as `ResourceNotFound` and `TooManyTags` do.
    public static ApiError about(String resourceName, String code, String message) {
        return new ApiError(code, message, 400, resourceName);
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

    /// What `__type` holds: AWS names the model in front of the code.
    String type() {
        var model = code.equals("ValidationException")
                ? "com.amazon.coral.validate#"
                : "com.amazonaws.swf.service.v2.model#";
        return model + code;
    }
}
