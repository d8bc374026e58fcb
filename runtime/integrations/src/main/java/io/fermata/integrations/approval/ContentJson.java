// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.approval;

import io.fermata.engine.TaskOutcome;
import io.fermata.integrations.approval.Approval.Choice;
import io.fermata.integrations.approval.Approval.Content;
import io.fermata.integrations.approval.Approval.Fact;
import io.fermata.integrations.approval.Approval.OnReject;
import io.fermata.integrations.approval.Approval.Vote;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The JSON of an approval: what is stored, what is hashed, and what the execution gets.
final class ContentJson {

    private ContentJson() {}

    /// Members in alphabetical order at every depth, numbers only whole: the canonical form of RFC 8785 for what is in here.
    static ObjectNode write(Content content) {
        var json = JsonNodeFactory.instance.objectNode();
        var excluded = json.putArray("excluded");
        content.excluded().forEach(excluded::add);
        var facts = json.putArray("facts");
        for (var fact : content.facts()) {
            facts.addObject().put("currency", fact.currency()).put("kind", fact.kind()).put("label", fact.label())
                    .put("lead", fact.lead()).put("value", fact.value());
        }
        return json.put("onReject", content.onReject().name()).put("quorum", content.quorum())
                .put("stage", content.stage()).put("summary", content.summary()).put("title", content.title());
    }

    static Content read(JsonNode json) {
        var facts = new ArrayList<Fact>();
        for (var fact : json.path("facts")) {
            facts.add(new Fact(fact.path("label").stringValue(), fact.path("value").stringValue(),
                    fact.path("kind").stringValue(), fact.path("currency").stringValue(),
                    fact.path("lead").booleanValue()));
        }
        var excluded = new ArrayList<String>();
        json.path("excluded").forEach(email -> excluded.add(email.stringValue()));
        return new Content(json.path("title").stringValue(), json.path("summary").stringValue(), facts,
                json.path("stage").stringValue(), json.path("quorum").intValue(),
                OnReject.valueOf(json.path("onReject").stringValue()), excluded);
    }

    /// What a decision tells the execution.
    static TaskOutcome outcome(Content content, Choice choice, List<Vote> votes) {
        var deciding = votes.stream().filter(vote -> vote.choice() == choice).toList();
        if (choice == Choice.REJECT && content.onReject() == OnReject.FAIL) {
            var vote = deciding.getFirst();
            return new TaskOutcome.Failed("Approval.Rejected", vote.name() + " <" + vote.email() + "> rejected \""
                    + content.title() + "\"" + (vote.comment().isEmpty() ? "." : ": " + vote.comment()));
        }
        var output = JsonNodeFactory.instance.objectNode();
        output.put("decision", choice.name().toLowerCase(Locale.ROOT));
        var by = output.putArray("by");
        for (var vote : deciding) {
            by.addObject().put("name", vote.name()).put("email", vote.email()).put("at", vote.at().toString())
                    .put("comment", vote.comment());
        }
        return new TaskOutcome.Answered(output);
    }

    static ObjectNode write(TaskOutcome outcome) {
        var json = JsonNodeFactory.instance.objectNode();
        return switch (outcome) {
            case TaskOutcome.Answered(var output) -> {
                json.set("output", output);
                yield json;
            }
            case TaskOutcome.Failed(var error, var cause) -> json.put("error", error).put("cause", cause);
        };
    }

    static TaskOutcome readOutcome(JsonNode json) {
        return json.has("output")
                ? new TaskOutcome.Answered(json.path("output"))
                : new TaskOutcome.Failed(json.path("error").stringValue(), json.path("cause").stringValue());
    }
}
