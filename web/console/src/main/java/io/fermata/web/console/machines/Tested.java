// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console.machines;

import io.fermata.engine.TrialReport;
import io.fermata.engine.TrialReport.ErrorDetails;
import io.fermata.engine.TrialReport.Limits;
import io.fermata.engine.TrialStage;
import io.fermata.node.TestAnswer;
import io.fermata.web.console.text.Pretty;
import io.fermata.web.console.text.StatusWord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// What came of testing a state, ready for the page.
///
/// @param output null when the state was not left
/// @param next null when no state follows
/// @param notes what a retrier, a catcher or a Map's limits make of it, in sentences
/// @param steps the data flow, in its order
record Tested(StatusWord status, boolean mocked, Pretty.@Nullable Shown output, @Nullable String next,
        @Nullable String error, @Nullable String cause, List<String> notes, List<Step> steps) {

    /// The value at one point of the data flow.
    record Step(String label, Pretty.Shown value) {

        static Step of(String label, JsonNode value) {
            return new Step(label, Pretty.shown(value));
        }
    }

    static Tested of(TestAnswer.Tried tried, boolean mocked) {
        var report = tried.report();
        var inspection = report.inspection();
        var steps = new ArrayList<Step>();
        steps.add(Step.of("Input", inspection.input()));
        inspection.stages().forEach((stage, value) -> steps.add(Step.of(label(stage), value)));
        if (!inspection.variables().isEmpty()) {
            steps.add(Step.of("Variables afterwards", object(inspection.variables())));
        }
        var notes = new ArrayList<String>();
        rules(inspection.errorDetails(), notes);
        var limits = inspection.limits();
        if (limits != null) {
            notes.add(limits(limits));
        }
        return new Tested(status(report.status()), mocked,
                report.output() == null ? null : Pretty.shown(report.output()), report.next(), report.error(),
                report.cause(), notes, steps);
    }

    private static JsonNode object(Map<String, JsonNode> members) {
        var object = JsonNodeFactory.instance.objectNode();
        members.forEach(object::set);
        return object;
    }

    private static StatusWord status(TrialReport.Status status) {
        return switch (status) {
            case SUCCEEDED -> StatusWord.SUCCEEDED;
            case FAILED -> StatusWord.FAILED;
            case RETRIABLE -> StatusWord.RETRYING;
            case CAUGHT_ERROR -> StatusWord.CAUGHT;
        };
    }

    private static void rules(ErrorDetails details, List<String> notes) {
        if (details.delay() != null && details.retrier() != null) {
            notes.add("Retry rule " + (details.retrier() + 1) + " tries it again after "
                    + details.delay().toSeconds() + " s.");
        } else if (details.retrier() != null) {
            notes.add("Retry rule " + (details.retrier() + 1) + " matches, but its attempts are used up.");
        }
        if (details.catcher() != null) {
            notes.add("Catch rule " + (details.catcher() + 1) + " takes the error.");
        }
    }

    private static String limits(Limits limits) {
        var sentence = new StringBuilder("Iterations at a time: "
                + (limits.maxConcurrency() == 0 ? "no limit of yours" : "at most " + limits.maxConcurrency()) + ".");
        if (limits.toleratedCount() != null) {
            sentence.append(" Failures tolerated: ").append(limits.toleratedCount()).append('.');
        }
        if (limits.toleratedPercentage() != null) {
            sentence.append(" Share of failures tolerated: ").append(limits.toleratedPercentage()).append(" %.");
        }
        return sentence.toString();
    }

    private static String label(TrialStage stage) {
        return switch (stage) {
            case AFTER_INPUT_PATH -> "After InputPath";
            case AFTER_PARAMETERS -> "After Parameters";
            case AFTER_ARGUMENTS -> "Arguments";
            case AFTER_ITEMS_POINTER -> "Items after ItemsPointer";
            case AFTER_ITEMS_PATH -> "Items after ItemsPath";
            case AFTER_ITEM_SELECTOR -> "Inputs after ItemSelector";
            case AFTER_ITEM_BATCHER -> "Inputs after ItemBatcher";
            case RESULT -> "Result";
            case AFTER_RESULT_SELECTOR -> "After ResultSelector";
            case AFTER_RESULT_PATH -> "After ResultPath";
        };
    }
}
