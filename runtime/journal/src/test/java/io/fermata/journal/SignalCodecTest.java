// SPDX-License-Identifier: Apache-2.0
package io.fermata.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.fermata.database.testing.TestDatabase;
import io.fermata.engine.ExecutionStatus;
import io.fermata.engine.Limits;
import io.fermata.engine.Signal;
import io.fermata.engine.TaskOutcome;
import io.fermata.language.Json;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SignalCodecTest {

    private static TestDatabase database;
    private static JournalFixture fixture;

    @BeforeAll
    static void start() {
        database = TestDatabase.fresh(SignalCodecTest.class);
        fixture = new JournalFixture(database);
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @Test
    void aSignalOfEachKindIsReadAsItWasWritten() {
        var value = Json.parse("{\"n\":1.0,\"t\":\"ü\"}");
        var signals = Stream.of(new Signal.Start(value, Limits.FERMATA), new Signal.Started(2, "worker"),
                new Signal.Started(2, null), new Signal.Submitted(3, value), new Signal.Completed(4, value),
                new Signal.Failed(5, "Error", "why"), new Signal.Failed(5, null, null),
                new Signal.ChildClosed(6, ExecutionStatus.TIMED_OUT, value),
                new Signal.MapRunEnded(7, 2, new TaskOutcome.Answered(value)),
                new Signal.MapRunEnded(7, 0, new TaskOutcome.Failed("Error", null)), new Signal.Heartbeat(8),
                new Signal.TimerFired(), new Signal.Stop("Error", null), new Signal.Redrive("token"),
                new Signal.Redrive(null), new Signal.Continue()).toList();
        var codec = new SignalCodec(fixture.codec);
        Set<Class<?>> kinds = new HashSet<>();

        for (var signal : signals) {
            kinds.add(signal.getClass());
            assertThat(codec.decode(fixture.tenant, codec.encode(fixture.tenant, null, signal))).isEqualTo(signal);
        }

        assertThat(kinds).isEqualTo(Stream.of(Signal.class.getPermittedSubclasses()).collect(Collectors.toSet()));
    }
}
