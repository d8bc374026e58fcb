// SPDX-License-Identifier: Apache-2.0
package io.fermata.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fermata.database.testing.TestDatabase;
import io.fermata.engine.Entry;
import io.fermata.engine.HistoryEvent;
import io.fermata.engine.Limits;
import io.fermata.engine.Note;
import io.fermata.engine.Recorded;
import io.fermata.engine.StateType;
import io.fermata.engine.TaskTarget;
import io.fermata.language.Json;
import io.fermata.tenancy.TenantId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Steps as bytes: nothing is lost, nothing is readable, nothing can be moved to another tenant.
class StepCodecTest {

    private static final Instant AT = Instant.parse("2026-03-01T10:00:00.123456Z");
    private static final TaskTarget TARGET = new TaskTarget(TaskTarget.Kind.TASK, "lambda", "invoke");

    private static TestDatabase database;
    private static JournalFixture fixture;

    @BeforeAll
    static void start() {
        database = TestDatabase.fresh(StepCodecTest.class);
        fixture = new JournalFixture(database);
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    static Stream<Entry> entries() {
        var value = Json.parse("{\"a\":[1,2.50,\"x\"],\"big\":12345678901234567890.1234567890}");
        return Stream.of(new HistoryEvent.ExecutionStarted(value, "arn:role"),
                new HistoryEvent.ExecutionSucceeded(value), new HistoryEvent.ExecutionFailed("E", null),
                new HistoryEvent.ExecutionTimedOut(), new HistoryEvent.ExecutionAborted(null, "why"),
                new HistoryEvent.ExecutionRedriven(2),
                new HistoryEvent.StateEntered(StateType.MAP, "S", value),
                new HistoryEvent.StateExited(StateType.PASS, "S", value, Map.of("v", value), "N"),
                new HistoryEvent.StateExited(StateType.PASS, "S", value, Map.of(), null),
                new HistoryEvent.StateAborted(StateType.TASK),
                new HistoryEvent.TaskScheduled(TARGET, value, 5L, null, "arn:role"),
                new HistoryEvent.TaskStarted(TARGET, "w"), new HistoryEvent.TaskSubmitted(TARGET, value),
                new HistoryEvent.TaskSucceeded(TARGET, value), new HistoryEvent.TaskFailed(TARGET, null, null),
                new HistoryEvent.TaskTimedOut(TARGET, "States.Timeout"), new HistoryEvent.ParallelStarted(),
                new HistoryEvent.MapStarted(3), new HistoryEvent.IterationStarted("M", 2),
                new HistoryEvent.IterationSucceeded("M", 2), new HistoryEvent.IterationFailed("M", 2),
                new HistoryEvent.IterationAborted("M", 2), new HistoryEvent.ContainerSucceeded(StateType.PARALLEL),
                new HistoryEvent.ContainerFailed(StateType.MAP),
                new HistoryEvent.MapRunStarted("arn:run"), new HistoryEvent.MapRunSucceeded(),
                new HistoryEvent.MapRunFailed("E", null), new HistoryEvent.MapRunAborted(),
                new HistoryEvent.MapRunRedriven("arn:run", 3),
                new HistoryEvent.EvaluationFailed("E", "c", null, "S"), new Note.WaitScheduled(AT),
                new Note.RetryScheduled(1, AT), new Note.MapPlanned(List.of(value, Json.parse("null")), 4),
                new Note.LimitsSet(Limits.FERMATA));
    }

    @ParameterizedTest
    @MethodSource("entries")
    void readsWhatItWrote(Entry entry) {
        var recorded = List.of(new Recorded(3, 2, AT, 4, entry));

        var read = decode(fixture.tenant,
                fixture.codec.encode(fixture.tenant, null, recorded, new StoredValues()).payload());

        assertThat(read).isEqualTo(recorded);
    }

    @Test
    void coversEveryKindOfEntry() {
        var kinds = Stream.of(HistoryEvent.class.getPermittedSubclasses(), Note.class.getPermittedSubclasses())
                .flatMap(Arrays::stream);

        assertThat(entries().map(Object::getClass)).containsAll(kinds.toList());
    }

    @Test
    void writesAValueThatIsHandedOnOnce() {
        var value = Json.parse("\"" + "v".repeat(20_000) + "\"");
        var once = encode(new HistoryEvent.StateEntered(StateType.PASS, "S", value));
        var handedOn = encode(new HistoryEvent.StateEntered(StateType.PASS, "S", value),
                new HistoryEvent.StateExited(StateType.PASS, "S", value, Map.of(), "N"),
                new HistoryEvent.StateEntered(StateType.PASS, "N", value));

        assertThat(handedOn.length).isLessThan(once.length + 150);
    }

    @Test
    void showsNothingOfAPayloadInTheBytes() {
        var bytes = encode(new HistoryEvent.ExecutionSucceeded(Json.parse("\"canary\"")));

        assertThat(new String(bytes, StandardCharsets.ISO_8859_1)).doesNotContain("canary");
    }

    @Test
    void doesNotOpenForAnotherTenant() {
        var bytes = encode(new HistoryEvent.ExecutionTimedOut());

        assertThatThrownBy(() -> decode(new TenantId(fixture.tenant.value() + 1), bytes))
                .isInstanceOf(RuntimeException.class);
    }

    @Test
    void namesTheVersionItCannotRead() {
        var bytes = encode(new HistoryEvent.ExecutionTimedOut());
        bytes[0] = 99;

        assertThatThrownBy(() -> decode(fixture.tenant, bytes)).hasMessageContaining("version 99");
    }

    private static byte[] encode(Entry... entries) {
        return fixture.codec.encode(fixture.tenant, null,
                Arrays.stream(entries).map(entry -> new Recorded(0, 0, AT, 1, entry)).toList(), new StoredValues())
                .payload();
    }

    private static List<Recorded> decode(TenantId tenant, byte[] bytes) {
        return fixture.codec.decode(tenant, bytes, new LargeValues(fixture.jdbc, fixture.codec, tenant, 1));
    }
}
