// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.approval;

import io.fermata.engine.TaskOutcome;
import io.fermata.integrations.approval.Approval.Fact;
import io.fermata.integrations.approval.Approval.OnReject;
import io.fermata.integrations.parameters.Parameters;
import io.fermata.tenancy.Role;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// What the author of a state machine asks people, read from the task's parameters. Limits: approvals of this release have
/// one stage, 30 facts, 50 entries in `ask` and a quorum of at most 20.
///
/// @param excludeStarter whether whoever started the execution may not answer
record Question(String title, String summary, List<Fact> facts, String stage, List<Ask> ask, int quorum,
        boolean excludeStarter, OnReject onReject) {

    private static final int LONGEST_TITLE = 200;
    private static final int LONGEST_SUMMARY = 2_000;
    private static final int MOST_FACTS = 30;
    private static final int LONGEST_LABEL = 60;
    private static final int LONGEST_VALUE = 2_000;
    private static final int MOST_ASKED = 50;
    private static final int MOST_NEEDED = 20;
    private static final int LONGEST_EMAIL = 254;
    private static final List<String> KINDS = List.of("text", "money", "number", "date", "person", "link", "code");

    /// Whom an entry of `ask` means.
    sealed interface Ask {

        /// All members with that role.
        record ByRole(Role role) implements Ask {

            @Override
            public String toString() {
                return "role:" + role;
            }
        }

        /// The member with that e-mail address, in lower case.
        record ByEmail(String email) implements Ask {

            @Override
            public String toString() {
                return "user:" + email;
            }
        }
    }

    /// Either a question or why the parameters are none.
    sealed interface Reading {

        record Good(Question question) implements Reading {}

        record Bad(TaskOutcome.Failed outcome) implements Reading {}
    }

    static Reading read(JsonNode parameters) {
        var fields = Parameters.of(parameters);
        var title = oneLine(fields.text("title", 1, LONGEST_TITLE));
        var summary = fields.optionalText("summary", 0, LONGEST_SUMMARY).orElse("");
        var facts = fields.objects("facts", 0, MOST_FACTS).stream().map(Question::fact).toList();
        var stages = fields.objects("stages", 1, 1);
        var stage = "";
        var ask = new ArrayList<Ask>();
        int quorum = 1;
        for (var one : stages) {
            stage = oneLine(one.optionalText("name", 1, LONGEST_LABEL).orElse("Approval"));
            quorum = one.number("quorum", 1, 1, MOST_NEEDED);
            var asked = one.texts("ask", 1, MOST_ASKED, LONGEST_EMAIL + "user:".length());
            if (asked.isEmpty()) {
                one.note("ask", "is required but was missing");
            }
            asked.orElse(List.of()).forEach(text -> ask(one, text).ifPresent(ask::add));
        }
        var excluded = fields.texts("exclude", 0, 1, LONGEST_LABEL).orElse(List.of("starter"));
        if (!excluded.isEmpty() && !excluded.equals(List.of("starter"))) {
            fields.note("exclude", "must be [\"starter\"] or []");
        }
        var onReject = fields.word("onReject", List.of("fail", "return")).equals("fail")
                ? OnReject.FAIL
                : OnReject.RETURN;
        var question = new Question(title, summary, facts, stage, List.copyOf(ask), quorum, !excluded.isEmpty(),
                onReject);
        return fields.problem().<Reading>map(Reading.Bad::new).orElseGet(() -> new Reading.Good(question));
    }

    private static Fact fact(Parameters fields) {
        var label = oneLine(fields.text("label", 1, LONGEST_LABEL));
        var value = fields.any("value").filter(JsonNode::isValueNode).map(JsonNode::asString).orElse("");
        if (fields.any("value").filter(JsonNode::isContainer).isPresent()) {
            fields.note("value", "must be a string, a number or a boolean");
        } else if (value.length() > LONGEST_VALUE) {
            fields.note("value", "must have at most " + LONGEST_VALUE + " characters");
        }
        return new Fact(label, value, fields.word("kind", KINDS), fields.optionalText("currency", 3, 3).orElse(""),
                fields.flag("lead"));
    }

    private static Optional<Ask> ask(Parameters fields, String text) {
        if (text.startsWith("user:") && text.matches("user:[^\\s@]+@[^\\s@]+")) {
            return Optional.of(new Ask.ByEmail(text.substring("user:".length()).toLowerCase(Locale.ROOT)));
        }
        if (text.startsWith("role:")) {
            var name = text.substring("role:".length());
            for (var role : Role.values()) {
                if (role.name().equalsIgnoreCase(name)) {
                    return Optional.of(new Ask.ByRole(role));
                }
            }
        }
        fields.note("ask", "has an entry that is neither role: and one of " + Arrays.toString(Role.values())
                + " nor user: and an e-mail address: " + (text.length() <= 80 ? text : text.substring(0, 80)));
        return Optional.empty();
    }

    /// Line breaks in a title would reach the headers of mails.
    private static String oneLine(String text) {
        return text.codePoints().map(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029 ? ' ' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
    }
}
