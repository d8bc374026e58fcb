// SPDX-License-Identifier: Apache-2.0
package io.fermata.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.fermata.language.asl.Asl;
import io.fermata.language.Json;
import io.fermata.language.Parsed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/// What each state type decides, told in files: a definition, what happens outside, and the history that follows, each
/// event as `id<previous Type`. The name of a file is the behaviour.
class StateCasesTest {

    private static final Path FOLDER = Path.of("src/test/resources/states");

    @TestFactory
    Stream<DynamicTest> cases() throws IOException {
        return files().map(file -> DynamicTest.dynamicTest(file.getParent().getFileName() + " "
                + file.getFileName().toString().replace('-', ' ').replace(".json", ""), () -> check(file)));
    }

    @Test
    void everyStateTypeHasCases() {
        for (var type : StateType.values()) {
            assertThat(FOLDER.resolve(type.text().toLowerCase(Locale.ROOT))).isNotEmptyDirectory();
        }
    }

    private static Stream<Path> files() throws IOException {
        try (var all = Files.walk(FOLDER)) {
            return all.filter(file -> file.toString().endsWith(".json")).sorted().toList().stream();
        }
    }

    private static void check(Path file) throws IOException {
        var told = Json.parse(Files.readString(file));
        var run = new Run(told.path("definition"));

        run.tell(new Signal.Start(told.path("input")));
        told.path("script").forEach(run::play);

        assertThat(run.history()).containsExactlyElementsOf(
                told.path("history").valueStream().map(JsonNode::stringValue).toList());
        assertThat(run.execution.output()).isEqualTo(told.get("output"));
        assertThat(run.execution.error()).isEqualTo(text(told.get("error")));
        assertThat(run.execution.cause()).isEqualTo(text(told.get("cause")));
    }

    private static @Nullable String text(@Nullable JsonNode node) {
        return node == null || node.isNull() ? null : node.stringValue();
    }

    private static final class Run {

        private final Interpreter interpreter = new Interpreter((_, scheduled) -> "token-" + scheduled, () -> 0);
        private final List<Recorded> entries = new ArrayList<>();
        private final Execution execution;
        private Instant now = Instant.parse("2026-01-01T00:00:00Z");
        private long open;

        Run(JsonNode definition) {
            var parsed = Asl.parse(Json.write(definition));
            assertThat(parsed).isInstanceOf(Parsed.Valid.class);
            execution = new Execution(new ExecutionFacts(1, 1, ((Parsed.Valid) parsed).definition(), "arn:execution",
                    "e", "arn:machine", "m", "arn:role"));
        }

        private void end(TaskOutcome outcome) {
            var frame = execution.attempt(open);
            tell(frame != null && frame.mapRun != null
                    ? new Signal.MapRunEnded(open, frame.mapRun.redrives(), outcome)
                    : switch (outcome) {
                        case TaskOutcome.Answered(var output) -> new Signal.Completed(open, output);
                        case TaskOutcome.Failed(var error, var cause) -> new Signal.Failed(open, error, cause);
                    });
        }

        void play(JsonNode line) {
            var told = line.properties().iterator().next();
            var value = told.getValue();
            switch (told.getKey()) {
                case "advance" -> {
                    now = now.plusSeconds(value.longValue());
                    tell(new Signal.TimerFired());
                }
                case "succeed" -> end(new TaskOutcome.Answered(value));
                case "fail" -> end(new TaskOutcome.Failed(text(value.get(0)), text(value.get(1))));
                case "submit" -> tell(new Signal.Submitted(open, value));
                case "take" -> tell(new Signal.Started(open, text(value)));
                case "stop" -> tell(new Signal.Stop(text(value.get(0)), text(value.get(1))));
                case "redrive" -> tell(new Signal.Redrive(null));
                case "heartbeat" -> tell(new Signal.Heartbeat(open));
                default -> throw new IllegalArgumentException("unknown line " + line);
            }
        }

        void tell(Signal signal) {
            var step = interpreter.turn(execution, signal, now, new Random(1));
            assertThat(step.accepted()).as(signal.toString()).isTrue();
            entries.addAll(step.entries());
            for (var effect : step.effects()) {
                switch (effect) {
                    case Effect.Dispatch dispatch -> open = dispatch.scheduled();
                    case Effect.OfferActivity offer -> open = offer.scheduled();
                    case Effect.StartChild start -> open = start.scheduled();
                    case Effect.RunMap map -> open = map.started();
                    case Effect.RedriveMap map -> open = map.started();
                    case Effect.Watch _,Effect.ResumeMap _,Effect.StopMap _,Effect.Cancel _,Effect.Closed _ -> {
                    }
                }
            }
        }

        List<String> history() {
            return entries.stream().filter(entry -> entry.id() > 0).map(entry -> entry.id() + "<" + entry.previousId()
                    + " " + EventNames.of((HistoryEvent) entry.entry())).toList();
        }
    }
}
