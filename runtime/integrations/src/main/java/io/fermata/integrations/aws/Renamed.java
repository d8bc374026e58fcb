// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.aws;

import io.fermata.engine.TaskOutcome;
import io.fermata.engine.TaskOutcome.Answered;
import io.fermata.engine.TaskRequest;
import io.fermata.language.Json;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/// An action whose parameters and result have other names than the operation's, as those of EMR have.
///
/// @param members the parameters
/// @param request the operation's request as a template over the parameters
/// @param result the names of the result's members and where the answer has them; empty for all as they are
record Renamed(List<String> members, String request, Map<String, String> result) implements OptimizedAction.Form {

    @Override
    public RequestCheck check(OptimizedAction action) {
        return RequestCheck.of(members, action.required());
    }

    @Override
    public ObjectNode request(TaskRequest task, ObjectNode parameters) {
        return Template.fill(Json.parse(request), parameters, parameters);
    }

    @Override
    public boolean answersAsItIs() {
        return result.isEmpty();
    }

    @Override
    public TaskOutcome outcome(TaskRequest task, ObjectNode answer) {
        if (result.isEmpty()) {
            return new Answered(answer);
        }
        var renamed = answer.objectNode();
        result.forEach((name, place) -> renamed.set(name, answer.at(place)));
        for (var name : List.of("SdkHttpMetadata", "SdkResponseMetadata")) {
            renamed.set(name, answer.path(name));
        }
        return new Answered(renamed);
    }
}
