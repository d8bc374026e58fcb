// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api.aws.actions;

import static java.util.stream.Collectors.joining;

import io.fermata.engine.TrialReport;
import io.fermata.engine.TriedCall;
import io.fermata.language.Json;
import io.fermata.node.TestAnswer;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The answer of TestState (api.md): values are JSON texts. Stateless.
final class Inspections {

    private Inspections() {}

    /// @param level `INFO` shows no inspection, `TRACE` shows HTTP too
    static JsonNode answer(TestAnswer.Tried tried, String level) {
        var report = tried.report();
        var answer = JsonNodeFactory.instance.objectNode();
        if (report.output() != null) {
            answer.put("output", Json.write(report.output()));
        }
        if (report.error() != null) {
            answer.put("error", report.error());
        }
        if (report.cause() != null) {
            answer.put("cause", report.cause());
        }
        if (!level.equals("INFO")) {
            var shown = inspection(report.inspection());
            var exchange = tried.exchange();
            if (level.equals("TRACE") && exchange != null) {
                http(shown, exchange);
            }
            answer.set("inspectionData", shown);
        }
        if (report.next() != null) {
            answer.put("nextState", report.next());
        }
        return answer.put("status", report.status().name());
    }

    private static ObjectNode inspection(TrialReport.Inspection inspection) {
        var shown = JsonNodeFactory.instance.objectNode();
        shown.put("input", Json.write(inspection.input()));
        inspection.stages().forEach((stage, value) -> shown.put(stage.text(), Json.write(value)));
        if (!inspection.variables().isEmpty()) {
            var variables = JsonNodeFactory.instance.objectNode();
            inspection.variables().forEach(variables::set);
            shown.put("variables", Json.write(variables));
        }
        var limits = inspection.limits();
        if (limits != null) {
            shown.put("maxConcurrency", limits.maxConcurrency());
            if (limits.toleratedCount() != null) {
                shown.put("toleratedFailureCount", limits.toleratedCount());
            }
            if (limits.toleratedPercentage() != null) {
                shown.put("toleratedFailurePercentage", limits.toleratedPercentage());
            }
        }
        details(shown, inspection.errorDetails());
        return shown;
    }

    private static void details(ObjectNode shown, TrialReport.ErrorDetails details) {
        if (details.retrier() == null && details.catcher() == null) {
            return;
        }
        var object = shown.putObject("errorDetails");
        if (details.catcher() != null) {
            object.put("catchIndex", details.catcher());
        }
        if (details.retrier() != null) {
            object.put("retryIndex", details.retrier());
        }
        if (details.delay() != null) {
            object.put("retryBackoffIntervalSeconds", details.delay().toSeconds());
        }
    }

    private static void http(ObjectNode shown, TriedCall.Exchange exchange) {
        var request = exchange.request();
        shown.putObject("request").put("protocol", request.protocol()).put("method", request.method())
                .put("url", request.url()).put("headers", headers(request.headers())).put("body", request.body());
        var response = exchange.response();
        if (response != null) {
            shown.putObject("response").put("protocol", response.protocol())
                    .put("statusCode", String.valueOf(response.status())).put("statusMessage", response.statusText())
                    .put("headers", headers(response.headers())).put("body", response.body());
        }
    }

    private static String headers(Map<String, List<String>> headers) {
        return headers.entrySet().stream()
                .flatMap(entry -> entry.getValue().stream().map(value -> entry.getKey() + ": " + value))
                .collect(joining(", ", "[", "]"));
    }
}
