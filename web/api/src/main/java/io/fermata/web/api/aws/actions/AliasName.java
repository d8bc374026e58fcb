// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api.aws.actions;

import io.fermata.catalog.Alias;
import io.fermata.catalog.StateMachine;
import io.fermata.catalog.Targets;
import io.fermata.tenancy.Arn;
import io.fermata.web.api.aws.ApiError;
import io.fermata.web.api.aws.Caller;
import java.util.Optional;

/// The ARN of an alias, taken apart.
///
/// @param machine the name of the state machine
record AliasName(Arn arn, String machine, String alias) {

    /// Takes an ARN apart; whether there is such an alias is not asked.
    ///
    /// @throws ApiError when the ARN is none, or of something else than an alias
    static AliasName of(Caller caller, String text) {
        var arn = Resources.typed(caller, text, "stateMachine");
        var parts = arn.resourceName().split(":", 2);
        if (parts.length < 2 || Targets.number(parts[1]).isPresent()) {
            throw ApiError.of("ValidationException", "This is not the ARN of a state machine alias: " + text);
        }
        return new AliasName(arn, parts[0], parts[1]);
    }

    /// The live machine, if it is the caller's.
    Optional<StateMachine> machine(Caller caller, Resources resources) {
        return Optional.of(arn).filter(caller::owns)
                .flatMap(_ -> resources.machines().find(caller.tenant(), machine));
    }

    /// What everything is called that an alias operation does not find.
    static ApiError missing() {
        return ApiError.of("ResourceNotFound", "Request references a resource that does not exist.");
    }

    /// The ARN of an alias.
    static String arn(String machineArn, Alias alias) {
        return machineArn + ":" + alias.name();
    }
}
