// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.aws;

import io.fermata.language.EvaluationException;
import io.fermata.language.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import tools.jackson.databind.JsonNode;

/// The check of a task's parameters against the shape of a request, made before the attempt is recorded. A null passes
/// everywhere: the service judges it (integrations.md section 13). Immutable.
///
/// @param members the request's members by name; null stands for a member with a value of any kind
/// @param required the members that must be there
record RequestCheck(Map<String, SdkField<?>> members, List<String> open, List<String> required) {

    /// The check of an operation's request.
    static RequestCheck of(String service, String operation, List<String> required) {
        var found = SdkOperation.find(service, operation).orElseThrow();
        return new RequestCheck(SdkJson.members(found.shape()),
                found.stream() == SdkOperation.Stream.UP ? List.of(found.bodyMember()) : List.of(), required);
    }

    /// The check of parameters that are not an operation's own.
    static RequestCheck of(List<String> members, List<String> required) {
        return new RequestCheck(Map.of(), members, required);
    }

    /// The parameters, if they pass.
    ///
    /// @throws EvaluationException `States.Runtime` with all that is wrong, in AWS's words
    JsonNode pass(JsonNode parameters) {
        var problems = new ArrayList<String>();
        if (parameters.isObject()) {
            for (var name : required) {
                if (!parameters.has(name)) {
                    problems.add("The field '" + name + "' is required but was missing");
                }
            }
            check(members, open, parameters, problems);
        } else {
            problems.add("The value of the field 'Parameters' has an invalid format");
        }
        return pass(parameters, problems);
    }

    /// The parameters, if there are no problems.
    static JsonNode pass(JsonNode parameters, List<String> problems) {
        if (problems.isEmpty()) {
            return parameters;
        }
        throw new EvaluationException("States.Runtime", "The Parameters '" + Json.write(parameters)
                + "' could not be used to start the Task: [" + String.join(", ", problems) + "]");
    }

    /// What AWS says of a value of the wrong kind.
    static String invalid(String field) {
        return "The value of the field '" + field + "' has an invalid format";
    }

    private static void check(Map<String, SdkField<?>> members, List<String> open, JsonNode object,
            List<String> problems) {
        for (var entry : object.properties()) {
            var field = members.get(entry.getKey());
            if (field != null) {
                check(field, entry.getKey(), entry.getValue(), problems);
            } else if (!open.contains(entry.getKey())) {
                problems.add("The field '" + entry.getKey() + "' is not supported by Step Functions");
            }
        }
    }

    private static void check(SdkField<?> field, String name, JsonNode value, List<String> problems) {
        var type = field.marshallingType();
        if (value.isNull() || type == MarshallingType.DOCUMENT) {
            return;
        }
        if (type == MarshallingType.LIST && value.isArray()) {
            var item = field.getRequiredTrait(ListTrait.class).memberFieldInfo();
            value.forEach(each -> check(item, name, each, problems));
        } else if (type == MarshallingType.MAP && value.isObject()) {
            var item = field.getRequiredTrait(MapTrait.class).valueFieldInfo();
            value.forEach(each -> check(item, name, each, problems));
        } else if (type == MarshallingType.SDK_POJO && value.isObject()) {
            check(SdkJson.members(field.constructor().get()), List.of(), value, problems);
        } else if (!fits(type, value)) {
            problems.add(invalid(name));
        }
    }

    /// Texts take objects too, which are then sent as JSON; numbers and truth values may be given as text.
    private static boolean fits(MarshallingType<?> type, JsonNode value) {
        if (type == MarshallingType.LIST || type == MarshallingType.MAP || type == MarshallingType.SDK_POJO) {
            return false;
        }
        return type == MarshallingType.STRING || type == MarshallingType.SDK_BYTES || value.isValueNode();
    }
}
