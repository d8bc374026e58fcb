// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api.aws.actions;

import io.fermata.language.asl.Asl;
import io.fermata.language.Diagnostic.Severity;
import io.fermata.language.MachineType;
import io.fermata.language.Parsed;
import io.fermata.tenancy.Permission;
import io.fermata.web.api.aws.Action;
import io.fermata.web.api.aws.Caller;
import io.fermata.web.api.aws.Params;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Checks a definition and says all that is wrong with it. Stores nothing.
public final class ValidateStateMachineDefinition implements Action {

    private static final int MOST = 100;

    @Override
    public Permission permission() {
        return Permission.STATE_MACHINE_READ;
    }

    @Override
    public JsonNode perform(Caller caller, Params params) {
        var definition = params.text("definition");
        var type = params.optional("type");
        var severity = params.optional("severity");
        int most = params.number("maxResults").filter(given -> given > 0).orElse(MOST);
        var parsed = Asl.parse(definition, type.map(MachineType::valueOf).orElse(MachineType.STANDARD));
        boolean warnings = severity.filter("WARNING"::equals).isPresent();
        var shown = parsed.diagnostics().stream().filter(finding -> warnings || finding.severity() == Severity.ERROR)
                .toList();
        var answer = JsonNodeFactory.instance.objectNode();
        answer.put("result", parsed instanceof Parsed.Valid ? "OK" : "FAIL");
        var out = answer.putArray("diagnostics");
        shown.stream().limit(most).forEach(finding -> {
            var item = out.addObject();
            item.put("severity", finding.severity().name());
            item.put("code", finding.code());
            item.put("message", finding.message());
            if (finding.location() != null) {
                item.put("location", finding.location());
            }
        });
        answer.put("truncated", shown.size() > most);
        return answer;
    }
}
