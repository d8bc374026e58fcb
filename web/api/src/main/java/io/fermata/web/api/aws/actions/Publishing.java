// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api.aws.actions;

import io.fermata.catalog.Version;
import io.fermata.web.api.aws.ApiError;
import io.fermata.web.api.aws.Params;
import java.util.Optional;

/// What requests about state machines say about versions.
final class Publishing {

    private Publishing() {}

    /// Reads `publish` and `versionDescription`.
    ///
    /// @return the description of the version to publish, empty if none was given; nothing if no version is asked for
    static Optional<String> asked(Params params) {
        var description = params.optional("versionDescription");
        if (params.flag("publish")) {
            return Optional.of(description.orElse(""));
        }
        if (description.isPresent()) {
            throw ApiError.of("ValidationException", "Version description can only be set when publish is true");
        }
        return Optional.empty();
    }

    /// The ARN of a version.
    static String arn(String machineArn, Version version) {
        return machineArn + ":" + version.number();
    }

    /// The refusal of one version more.
    static ApiError tooMany() {
        return ApiError.of("ServiceQuotaExceededException", "A state machine has at most 1,000 versions.");
    }
}
