// SPDX-License-Identifier: Apache-2.0
package io.fermata.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fermata.database.testing.TestDatabase;
import io.fermata.engine.Entry;
import io.fermata.engine.ExecutionStatus;
import io.fermata.engine.HistoryEvent;
import io.fermata.engine.Recorded;
import io.fermata.engine.StateType;
import io.fermata.tenancy.TenantId;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// A large value is stored once in an execution, with the step that names it first, and named from then on.
class LargeValuesTest {

    private static TestDatabase database;
    private static JournalFixture fixture;
    private static GroupCommit commits;
    private static JournalTable journal;
    private static long epoch;
    private static long lastExecution;

    private final List<Recorded> written = new ArrayList<>();
    private StoredValues stored = new StoredValues();
    private long execution;
    private int steps;

    @BeforeAll
    static void start() throws SQLException {
        database = TestDatabase.fresh(LargeValuesTest.class);
        fixture = new JournalFixture(database);
        commits = new GroupCommit(database, "a");
        commits.start();
        journal = new JournalTable(database, fixture.codec);
        epoch = fixture.own("a", Duration.ofSeconds(600));
        lastExecution = ExecutionNo.first(JournalFixture.AT, JournalFixture.SHARD);
    }

    @AfterAll
    static void stop() {
        commits.close();
        database.close();
    }

    @BeforeEach
    void begin() {
        execution = ++lastExecution;
    }

    @Test
    void aValueThatGoesThroughManyStatesIsStoredOnce() {
        var value = text('x', 1 << 20);

        step(new HistoryEvent.ExecutionStarted(value, "role"));
        for (int state = 0; state < 20; state++) {
            step(entered(value), exited(value));
        }

        assertThat(rows()).isEqualTo(1);
        assertThat(read()).isEqualTo(written);
    }

    @Test
    void theSameContentIsStoredOnceWhoeverMadeIt() {
        step(entered(text('x', 100_000)), exited(text('x', 100_000)));

        assertThat(rows()).isEqualTo(1);
        assertThat(read()).isEqualTo(written);
    }

    @Test
    void eachOfSeveralValuesIsPutBackInItsPlace() {
        for (char letter = 'a'; letter < 'm'; letter++) {
            step(entered(text(letter, 70_000)), exited(text('-', 10)), entered(text((char) (letter + 1), 70_000)));
        }

        assertThat(rows()).isEqualTo(13);
        assertThat(read()).isEqualTo(written);
        assertThat(journal.events(fixture.tenant, execution, 5, 6)).isEqualTo(written.subList(4, 6));
        assertThat(journal.outermost(fixture.tenant, execution).getLast()).isEqualTo(written.getLast());
    }

    @Test
    void aValueBelowTheBoundStaysInItsStep() {
        step(entered(text('x', 60_000)));

        assertThat(rows()).isZero();
        assertThat(read()).isEqualTo(written);
    }

    @Test
    void whoReadsTheJournalKnowsWhatIsStored() {
        step(entered(text('x', 100_000)), exited(text('y', 100_000)));

        stored = journal.load(fixture.tenant, execution, _ -> {
        }).values();
        step(entered(text('y', 100_000)), exited(text('z', 100_000)));

        assertThat(rows()).isEqualTo(3);
        assertThat(read()).isEqualTo(written);
    }

    @Test
    void aValueThatIsReadAgainIsTheSameNode() {
        var value = text('x', 100_000);
        step(entered(value));
        step(exited(value));

        var read = read();

        assertThat(((HistoryEvent.StateEntered) read.get(0).entry()).input())
                .isSameAs(((HistoryEvent.StateExited) read.get(1).entry()).output());
    }

    @Test
    void anotherTenantReadsNoValue() {
        step(entered(text('x', 100_000)));
        var other = new TenantId(fixture.tenant.value() + 1);
        var references = List.of(new LargeValue.Reference(1, "hash"));

        assertThat(journal.read(other, execution).entries()).isEmpty();
        assertThatThrownBy(() -> new LargeValues(fixture.jdbc, fixture.codec, other, execution).read(references))
                .isInstanceOf(IllegalStateException.class).hasMessageContaining("is not there");
    }

    @Test
    void aValueInThePlaceOfAnotherIsRefused() {
        step(entered(text('x', 100_000)), exited(text('y', 100_000)));
        fixture.jdbc.sql("""
                UPDATE journal_value a JOIN journal_value b ON a.execution_no = b.execution_no AND b.value_no = 2
                SET a.payload = b.payload WHERE a.execution_no = ? AND a.value_no = 1""").param(execution).update();

        assertThatThrownBy(this::read).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("not the one that its step names");
    }

    @Test
    void aStepThatIsNotWrittenLeavesNoValue() {
        step(entered(text('x', 100_000)));
        steps = 0; // the number of a step that is there, which the database refuses

        assertThatThrownBy(() -> step(entered(text('y', 100_000)))).isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(RefusedException.class);

        assertThat(rows()).isEqualTo(1);
    }

    @Test
    void valuesAreSealed() {
        step(entered(text('x', 100_000)));

        var payload = fixture.jdbc.sql("SELECT payload FROM journal_value WHERE execution_no = ? AND tenant_id = ?")
                .param(execution).param(fixture.tenant.value()).query(byte[].class).single();

        assertThat(payload).hasSizeLessThan(10_000);
        assertThat(new String(payload, java.nio.charset.StandardCharsets.ISO_8859_1)).doesNotContain("xxxx");
    }

    @Test
    void valuesGoWithTheirExecution() {
        var start = new Append.NewExecution(1, 1, "purged", JournalFixture.AT, "test", null, null, Qualifier.NONE);
        var values = new ArrayList<Entry>();
        for (char letter = 'a'; letter <= 'z'; letter++) {
            values.add(entered(text(letter, 70_000)));
        }
        step(values.toArray(Entry[]::new));
        commits.append(new Append(JournalFixture.SHARD, epoch, fixture.tenant, execution, start, null,
                new Append.Change(ExecutionStatus.SUCCEEDED, JournalFixture.AT, null, 1), null, null)).join();
        long purged = execution;
        begin();
        step(entered(text('x', 100_000)));
        assertThat(rows(purged)).isEqualTo(26);

        new Purge(database).run(fixture.tenant, JournalFixture.AT.plus(Duration.ofDays(90)), 10);

        assertThat(rows(purged)).isZero();
        assertThat(rows()).isEqualTo(1);
    }

    private static Entry entered(JsonNode input) {
        return new HistoryEvent.StateEntered(StateType.PASS, "S", input);
    }

    private static Entry exited(JsonNode output) {
        return new HistoryEvent.StateExited(StateType.PASS, "S", output, Map.of(), "S");
    }

    private static JsonNode text(char letter, int length) {
        return JsonNodeFactory.instance.stringNode(Character.toString(letter).repeat(length));
    }

    private void step(Entry... entries) {
        var recorded = new ArrayList<Recorded>();
        for (var entry : entries) {
            long id = written.size() + recorded.size() + 1;
            recorded.add(new Recorded(id, id - 1, JournalFixture.AT, 1, entry));
        }
        var encoded = fixture.codec.encode(fixture.tenant, null, recorded, stored);
        steps++;
        var row = new Append.StepRow(steps, recorded.getFirst().id(), recorded.getLast().id(), JournalFixture.AT,
                encoded.payload(), encoded.values());
        commits.append(new Append(JournalFixture.SHARD, epoch, fixture.tenant, execution, null, row, null, null, null))
                .join();
        written.addAll(recorded);
    }

    private List<Recorded> read() {
        return journal.read(fixture.tenant, execution).entries();
    }

    private long rows() {
        return rows(execution);
    }

    private static long rows(long execution) {
        return fixture.jdbc.sql("SELECT COUNT(*) FROM journal_value WHERE execution_no = ? AND tenant_id = ?")
                .param(execution).param(fixture.tenant.value()).query(Long.class).single();
    }
}
