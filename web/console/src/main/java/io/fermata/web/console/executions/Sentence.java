// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console.executions;

import io.fermata.engine.TaskTarget;
import io.fermata.integrations.approval.Approval;
import io.fermata.journal.ExecutionRow;
import io.fermata.web.console.text.StatusWord;
import io.fermata.web.console.text.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is happening in an execution, in one or two sentences, with the status that goes with them.
///
/// @param lead what stands before the state's name
/// @param state the state to look at, or empty
/// @param rest what stands after it
record Sentence(StatusWord status, String lead, String state, String rest) {

    private static final int LONGEST_CAUSE = 300;

    /// The sentence for an execution.
    ///
    /// @param approvals what it asked people so far
    static Sentence of(ExecutionRow row, Story story, List<Approval> approvals, Instant now) {
        var reason = row.quarantineReason();
        if (reason != null && !row.status().closed()) {
            return new Sentence(StatusWord.SET_ASIDE, "Set aside by the engine: " + reason
                    + ". It does nothing until an admin releases it on the nodes page.", "", "");
        }
        return switch (row.status()) {
            case RUNNING -> running(story, approvals, now);
            case SUCCEEDED -> new Sentence(StatusWord.SUCCEEDED, "Succeeded after " + took(row, now) + ".", "", "");
            case FAILED -> ended(StatusWord.FAILED, "Failed", story, ": " + why(story.error(), story.cause()));
            case TIMED_OUT -> ended(StatusWord.TIMED_OUT, "Timed out", story,
                    ": the time for the whole execution was used up after " + took(row, now) + ".");
            case ABORTED -> ended(StatusWord.STOPPED, "Stopped", story,
                    story.error() == null && story.cause() == null ? "." : ": " + why(story.error(), story.cause()));
        };
    }

    private static Sentence ended(StatusWord status, String word, Story story, String rest) {
        var at = story.failedAt();
        return at == null
                ? new Sentence(status, word + rest, "", "")
                : new Sentence(status, word + " at ", at.state, rest);
    }

    private static String why(@Nullable String error, @Nullable String cause) {
        var text = error == null ? "no error name" : error;
        return cause == null || cause.isEmpty() ? text + "." : text + ", " + Words.cut(cause, LONGEST_CAUSE);
    }

    private static String took(ExecutionRow row, Instant now) {
        var stopped = row.stoppedAt();
        return Words.duration(Duration.between(row.startedAt(), stopped == null ? now : stopped));
    }

    private static Sentence running(Story story, List<Approval> approvals, Instant now) {
        var here = story.now();
        if (here.isEmpty()) {
            return new Sentence(StatusWord.RUNNING, "About to go on.", "", "");
        }
        var first = here.stream().filter(stay -> of(stay, now).status() != StatusWord.RUNNING).findFirst()
                .orElse(here.getFirst());
        var sentence = of(first, approvals, now);
        return here.size() == 1
                ? sentence
                : new Sentence(sentence.status(), sentence.lead(), sentence.state(),
                        sentence.rest() + " " + (here.size() - 1)
                                + (here.size() == 2 ? " other state is" : " other states are") + " under way.");
    }

    /// The sentence for one open stay.
    static Sentence of(Stay stay, Instant now) {
        return of(stay, List.of(), now);
    }

    private static Sentence of(Stay stay, List<Approval> approvals, Instant now) {
        var due = stay.dueAt;
        var attempt = stay.lastAttempt();
        if (stay.retrying && due != null) {
            var error = attempt == null || attempt.error == null ? "an error" : attempt.error;
            return new Sentence(StatusWord.RETRYING, "Attempt " + Math.max(1, stay.attempts.size()) + " of ",
                    stay.state,
                    " failed with " + error + "; the next one begins " + at(due, now) + ".");
        }
        if (due != null) {
            return new Sentence(new StatusWord("Waiting until " + clock(due), "idle", "i-clock"), "Waits at ",
                    stay.state, " until " + Words.time(due, now).text() + ", " + Words.relative(due, now) + ".");
        }
        if (attempt == null || attempt.to != null) {
            return new Sentence(StatusWord.RUNNING, "Runs ", stay.state, ".");
        }
        var since = " since " + Words.time(attempt.from, now).text() + ".";
        if (attempt.target.resource().equals("approval.waitForTaskToken")
                && attempt.target.resourceType().equals("fermata")) {
            return new Sentence(StatusWord.WAITING_FOR_APPROVAL, "Waiting for approval at ", stay.state,
                    since + approvals.stream().filter(approval -> approval.scheduledEvent() == attempt.scheduled)
                            .findFirst().map(approval -> Asked.standing(approval, now)).orElse(""));
        }
        if (attempt.target.resource().endsWith(".waitForTaskToken")) {
            return new Sentence(StatusWord.WAITING_FOR_CALLBACK, "Waiting for a callback at ", stay.state, since);
        }
        if (attempt.target.kind() == TaskTarget.Kind.ACTIVITY && !attempt.started) {
            return new Sentence(StatusWord.WAITING_FOR_CALLBACK, "Waiting for a worker at ", stay.state, since);
        }
        return new Sentence(StatusWord.RUNNING, "Runs ", stay.state, since);
    }

    private static String at(Instant due, Instant now) {
        return due.isAfter(now) ? Words.relative(due, now) : "now";
    }

    private static String clock(Instant due) {
        var text = Words.time(due, due).text();
        return text.substring(text.indexOf(", ") + 2, text.lastIndexOf(':'));
    }
}
