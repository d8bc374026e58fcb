// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.lint;

import io.fermata.language.asl.SourceFlow;
import java.util.function.BiConsumer;

/// The rules: what each finds, and what to write instead.
public enum LintRule {

    /// A wait for somebody's answer that nothing ends.
    CALLBACK_WITHOUT_TIMEOUT(
            "A callback or activity has neither `TimeoutSeconds` nor `HeartbeatSeconds`, and the machine has no"
                    + " `TimeoutSeconds`",
            "Add TimeoutSeconds, or HeartbeatSeconds when the worker sends heartbeats, and a Catch for States.Timeout",
            CallbackWithoutTimeout::check),
    /// A circle that only a failure leaves.
    LOOP_WITHOUT_EXIT("No state of a loop ends the flow or leads out of the loop",
            "Add a Choice with a rule that leads out of the loop", Loops::withoutExit),
    /// A circle in which nothing happens.
    LOOP_WITHOUT_CHANGE(
            "A loop of Pass and Choice states changes no data and takes no time, so that every round decides"
                    + " the same",
            "Add a Wait or the task whose result the Choice waits for", Loops::withoutChange),
    /// An error name that never gets its turn.
    ERROR_CAUGHT_EARLIER("An error name in `Retry` or `Catch` is taken by an entry above it",
            "Move the entry above the one that takes its error, or remove it", ErrorCaughtEarlier::check),
    /// A rule that never gets its turn.
    RULE_NEVER_REACHED("A rule or `Default` of a Choice stands behind a rule that always holds or asks the same",
            "Remove it, or move it above the rule that comes first", RuleNeverReached::check),
    /// A path that will fail the execution.
    PATH_NEVER_PRESENT("A path reads a member that no way to this state can produce",
            "Read a member that exists, or keep it on the way, for instance with ResultPath", PathNeverPresent::check),
    /// A value that ends at the payload limit.
    PAYLOAD_GROWS_IN_LOOP("A value in a loop takes in its former self, so that it grows with every round",
            "Keep only what the next round needs; write the rest to a store", PayloadGrowsInLoop::check),
    /// A result with many copies of the input.
    PAYLOAD_REPEATED("Every branch of a Parallel, or every item of a Map, gives the whole input back",
            "Pass on only what is needed: Parameters or ItemSelector before, ResultSelector or ResultPath null behind",
            PayloadRepeated::check),
    /// A call whose answer fits only as long as there is little data.
    ANSWER_WITHOUT_LIMIT(
            "A call that reads many items has no limit, so that its answer can be larger than a payload may be",
            "Add the limit that the call takes, and read the rest page by page", AnswerWithoutLimit::check),
    /// A retry that does something twice.
    RETRY_REPEATS_SIDE_EFFECT("`Retry` takes all errors of a call that does something again when it is repeated",
            "Make the call repeatable, or retry only errors that come before the effect",
            RetryRepeatsSideEffect::check),
    /// A secret in the text.
    SECRET_LITERAL("A password, key or token stands in the definition, where everybody who may read it finds it",
            "Keep it in a connection or a secret store and remove it here; then change it, because the text is stored",
            SecretLiteral::check),
    /// A name that the language has replaced.
    DEPRECATED_FIELD("`Iterator`, or `Parameters` of a Map, are old names",
            "Rename it: Iterator is now ItemProcessor, Parameters of a Map is now ItemSelector",
            DeprecatedField::check);

    private final String summary;
    private final String fix;
    private final BiConsumer<SourceFlow, Report> check;

    LintRule(String summary, String fix, BiConsumer<SourceFlow, Report> check) {
        this.summary = summary;
        this.fix = fix;
        this.check = check;
    }

    /// What the rule finds, in one sentence.
    public String summary() {
        return summary;
    }

    /// What to do about it.
    public String fix() {
        return fix;
    }

    void check(SourceFlow machine, Report report) {
        check.accept(machine, report);
    }
}
