// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import static io.fermata.node.testing.TestNode.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fermata.database.testing.TestDatabase;
import io.fermata.engine.ExecutionStatus;
import io.fermata.engine.Signal;
import io.fermata.engine.TaskCompletion.Answer;
import io.fermata.engine.TaskOutcome;
import io.fermata.journal.Inbox;
import io.fermata.journal.StepCodec;
import io.fermata.language.Json;
import io.fermata.language.MachineType;
import io.fermata.node.testing.TestNode;
import io.fermata.tenancy.keys.CustomerKey;
import io.fermata.tenancy.keys.KeyRing;
import io.fermata.tenancy.keys.KmsRefusedException;
import io.fermata.tenancy.keys.RootKey;
import io.fermata.tenancy.keys.testing.MemoryKms;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Executions under a customer's key, on a real database with a KMS that really wraps.
class CustomerKeyTest {

    private static final String CANARY = "canary-8d1f";
    private static final String INPUT = "{\"secret\":\"" + CANARY + "\"}";
    private static final String KMS_KEY = "arn:aws:kms:us-east-1:123456789012:key/one";
    private static final CustomerKey KEY = new CustomerKey(KMS_KEY, Duration.ofSeconds(300),
            "arn:aws:states:us-east-1:123456789012:stateMachine:m1");
    private static final String CALLBACK = """
            {"StartAt":"Ask","States":{"Ask":{"Type":"Task","Resource":"arn:aws:states:::sqs:sendMessage.waitForTaskToken",
            "Parameters":{"QueueUrl":"q","MessageBody":{"token.$":"$$.Task.Token"}},"Next":"Done"},
            "Done":{"Type":"Pass","End":true}}}""";
    private static final String CALL = """
            {"StartAt":"C","States":{"C":{"Type":"Task","Resource":"arn:aws:lambda:us-east-1:123456789012:function:f",
            "End":true}}}""";
    private static final String ACTIVITY = """
            {"StartAt":"T","States":{"T":{"Type":"Task",
            "Resource":"arn:aws:states:us-east-1:123456789012:activity:pack","End":true}}}""";
    private static final String PASS = "{\"StartAt\":\"P\",\"States\":{\"P\":{\"Type\":\"Pass\",\"End\":true}}}";

    private static TestDatabase database;
    private static TwoTenants tenants;
    private static JdbcClient jdbc;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-01T10:00:00Z"));
    private final MemoryKms kms = new MemoryKms();
    private TestNode node;

    @BeforeAll
    static void startDatabase() {
        database = TestDatabase.fresh(CustomerKeyTest.class);
        tenants = TwoTenants.on(database);
        jdbc = JdbcClient.create(database);
    }

    @AfterAll
    static void stopDatabase() {
        database.close();
    }

    @BeforeEach
    void start() {
        node = node("node-a");
        node.sealUnder(KEY);
    }

    @AfterEach
    void stop() {
        kms.allow(KMS_KEY);
        node.close();
        for (var table : List.of("express_start", "journal", "journal_value", "execution", "inbox", "activity_task",
                "map_run", "map_item")) {
            jdbc.sql("DELETE FROM " + table + " WHERE tenant_id = ?").param(tenants.first().value()).update();
        }
    }

    private KeyRing ring() {
        InstantSource clock = now::get;
        var ring = new KeyRing(RootKey.parse(Base64.getEncoder().encodeToString(new byte[32])), jdbc, clock);
        ring.useKms(kms);
        return ring;
    }

    private TestNode node(String id) {
        return new TestNode(database, ring(), tenants.first(), tenants.second(), id, Duration.ofSeconds(3));
    }

    private void periodIsOver() {
        now.updateAndGet(at -> at.plusSeconds(1_000));
    }

    /// Gives the key back, and lets the second of remembered refusals pass.
    private void keyIsBack() {
        kms.allow(KMS_KEY);
        now.updateAndGet(at -> at.plusSeconds(2));
    }

    private boolean anyRowHolds(String text) {
        return List.of("SELECT payload FROM journal WHERE tenant_id = ?",
                "SELECT payload FROM journal_value WHERE tenant_id = ?",
                "SELECT message FROM inbox WHERE tenant_id = ?",
                "SELECT input FROM activity_task WHERE tenant_id = ?", "SELECT plan FROM map_run WHERE tenant_id = ?",
                "SELECT input FROM map_item WHERE tenant_id = ?",
                "SELECT COALESCE(result, '') FROM map_item WHERE tenant_id = ?").stream()
                .flatMap(sql -> jdbc.sql(sql).param(tenants.first().value()).query(byte[].class).list().stream())
                .anyMatch(bytes -> new String(bytes, StandardCharsets.ISO_8859_1).contains(text)
                        || StepCodec.keyNumber(bytes) > 0 && !tellsNothing(bytes));
    }

    /// Whether the tenant's own key opens bytes that are none of the customer's data.
    private boolean tellsNothing(byte[] bytes) {
        return !Json.write(new StepCodec(ring()).decodeValue(tenants.first(), bytes)).contains(CANARY);
    }

    @Test
    void anExecutionRunsAndItsHistoryIsReadUnderTheKey() {
        var started = node.start(node.machine(PASS), INPUT);

        var row = node.awaitEnd(started.executionNo());

        assertThat(row.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(node.executions().reads().input(tenants.first(), started.executionNo())).contains(Json.parse(INPUT));
        assertThat(node.executions().reads().events(tenants.first(), started.executionNo(), 1, 100)).hasSize(4);
        assertThat(kms.generated()).isOne();
        assertThat(anyRowHolds(CANARY)).isFalse();
    }

    @Test
    void aLargeValueIsSealedAndReadAgainByAnotherNode() {
        var large = "{\"secret\":\"" + CANARY.repeat(7_000) + "\"}";
        var started = node.start(node.machine(CALLBACK), large);
        var token = submitted(started.executionNo());
        assertThat(jdbc.sql("SELECT payload FROM journal_value WHERE tenant_id = ?").param(tenants.first().value())
                .query(byte[].class).list()).isNotEmpty().allMatch(bytes -> StepCodec.keyNumber(bytes) < 0);
        node.close();
        node = node("node-b");
        node.sealUnder(KEY);
        node.machine(CALLBACK);

        await("the answer is taken", () -> answer(token) != Answer.UNAVAILABLE);

        node.awaitEnd(started.executionNo());
        assertThat(node.executions().reads().input(tenants.first(), started.executionNo())).contains(Json.parse(large));
    }

    @Test
    void withoutTheKeyNeitherAPersonNorTheRootKeyReadsAnything() {
        var started = node.start(node.machine(PASS), INPUT);
        var row = node.awaitEnd(started.executionNo());
        kms.deny(KMS_KEY);
        periodIsOver();

        assertThatThrownBy(() -> node.executions().reads().input(tenants.first(), started.executionNo()))
                .isInstanceOf(KmsRefusedException.class).hasMessageContaining(KMS_KEY);
        assertThatThrownBy(() -> node.executions().reads().read(row)).isInstanceOf(KmsRefusedException.class);
        assertThatThrownBy(() -> node.executions().reads().describe(row)).isInstanceOf(KmsRefusedException.class);
        assertThat(node.executions().reads().names(row).executionArn()).endsWith(":" + row.name());
        assertThat(node.executions().reads().sealedByCustomer(row)).isTrue();
    }

    @Test
    void aStartUnderARefusedKeyBeginsNothing() {
        kms.deny(KMS_KEY);
        var machine = node.machine(PASS);

        assertThatThrownBy(() -> node.start(machine, INPUT)).isInstanceOf(KmsRefusedException.class);

        assertThat(jdbc.sql("SELECT COUNT(*) FROM execution WHERE tenant_id = ?").param(tenants.first().value())
                .query(Long.class).single()).isZero();
    }

    @Test
    void whoAnswersATaskIsToldAndTheExecutionGoesOnWhenTheKeyIsBack() {
        var started = node.start(node.machine(CALLBACK), INPUT);
        var token = submitted(started.executionNo());
        kms.deny(KMS_KEY);
        periodIsOver();

        assertThat(answer(token)).isEqualTo(Answer.UNAVAILABLE);
        assertThatThrownBy(() -> node.executions().reads().askForKey(tenants.first(), started.executionNo()))
                .isInstanceOf(KmsRefusedException.class);
        var waiting = node.executions().reads().find(tenants.first(), started.executionNo()).orElseThrow();
        assertThat(waiting.quarantineReason()).isNull();
        assertThat(waiting.status()).isEqualTo(ExecutionStatus.RUNNING);

        keyIsBack();
        await("the answer is taken", () -> answer(token) != Answer.UNAVAILABLE);
        assertThat(node.awaitEnd(started.executionNo()).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(anyRowHolds(CANARY)).isFalse();
    }

    @Test
    void theResultOfACallWaitsForTheKeyAndIsNotLost() {
        var started = node.start(node.machine(CALL), INPUT);
        node.tasks().awaitRequest();
        kms.deny(KMS_KEY);
        periodIsOver();
        node.tasks().enqueue(new TaskOutcome.Answered(Json.parse(INPUT)));
        await("KMS is asked and refuses", () -> kms.refused() > 0);
        assertThat(node.executions().reads().find(tenants.first(), started.executionNo()).orElseThrow().status())
                .isEqualTo(ExecutionStatus.RUNNING);

        keyIsBack();

        assertThat(node.awaitEnd(started.executionNo()).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(node.tasks().keys()).hasSize(1);
    }

    @Test
    void anotherExecutionIsNotHeldUp() {
        node.start(node.machine(CALLBACK), INPUT);
        kms.deny(KMS_KEY);
        periodIsOver();
        node.sealUnder(null);

        var free = node.start(node.machine(PASS), "{}");

        assertThat(node.awaitEnd(free.executionNo()).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    }

    @Test
    void aNodeThatStartsAnewAsksKmsAndWaitsUntilItMayOpen() {
        var started = node.start(node.machine(CALLBACK), INPUT);
        var token = submitted(started.executionNo());
        int asked = kms.decrypted();
        kms.deny(KMS_KEY);
        node.close();
        node = node("node-b");
        node.sealUnder(KEY);
        node.machine(CALLBACK);
        int refused = kms.refused();
        await("the new node asks", () -> kms.refused() > refused);

        keyIsBack();

        await("the answer is taken", () -> answer(token) != Answer.UNAVAILABLE);
        assertThat(node.awaitEnd(started.executionNo()).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(kms.decrypted()).isGreaterThan(asked);
    }

    @Test
    void aStepAfterThePeriodIsSealedUnderANewDataKey() {
        var started = node.start(node.machine(CALLBACK), INPUT);
        var token = submitted(started.executionNo());
        assertThat(kms.generated()).isOne();
        periodIsOver();

        assertThat(answer(token)).isEqualTo(Answer.ACCEPTED);

        node.awaitEnd(started.executionNo());
        assertThat(kms.generated()).isEqualTo(2);
        assertThat(node.executions().reads().events(tenants.first(), started.executionNo(), 1, 100).size())
                .isGreaterThan(5);
    }

    @Test
    void theInputOfAnActivityTaskIsSealedAndStaysWhileItsKeyIsAway() throws InterruptedException {
        var started = node.start(node.machine(ACTIVITY), INPUT);
        await("the task is offered", () -> jdbc.sql("SELECT COUNT(*) FROM activity_task WHERE tenant_id = ?")
                .param(tenants.first().value()).query(Long.class).single() == 1);
        assertThat(anyRowHolds(CANARY)).isFalse();
        kms.deny(KMS_KEY);
        periodIsOver();

        assertThatThrownBy(() -> node.workers().poll(tenants.first(), TestNode.ACTIVITY, "w", Duration.ofSeconds(1)))
                .isInstanceOf(KmsRefusedException.class);

        keyIsBack();
        jdbc.sql("UPDATE activity_task SET claimed_until = '1970-01-01' WHERE tenant_id = ?")
                .param(tenants.first().value()).update();
        var work = node.workers().poll(tenants.first(), TestNode.ACTIVITY, "w", Duration.ofSeconds(10)).orElseThrow();
        assertThat(work.input()).isEqualTo(Json.parse(INPUT));
        assertThat(answer(work.taskToken())).isEqualTo(Answer.ACCEPTED);
        assertThat(node.awaitEnd(started.executionNo()).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    }

    @Test
    void theOutputOfAChildIsSealedOnItsWayToTheParent() {
        var child = node.machine(PASS);
        var parent = node.machine("""
                {"StartAt":"T","States":{"T":{"Type":"Task","Resource":"arn:aws:states:::states:startExecution.sync:2",
                "Parameters":{"StateMachineArn":"%s","Input.$":"$"},"End":true}}}""".formatted(child.arn()));

        var started = node.start(parent, INPUT);

        assertThat(node.awaitEnd(started.executionNo()).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(jdbc.sql("SELECT message FROM inbox WHERE tenant_id = ?").param(tenants.first().value())
                .query(byte[].class).list()).isNotEmpty().allMatch(bytes -> StepCodec.keyNumber(bytes) < 0);
        assertThat(node.executions().reads().read(node.awaitEnd(started.executionNo())).output().toString())
                .contains(CANARY);
    }

    @Test
    void aMessageWhoseKeyIsAwayIsTakenWhenItIsBack() {
        var started = node.start(node.machine(CALLBACK), INPUT);
        var token = submitted(started.executionNo());
        var attempt = node.executions().attempt(tenants.first(), token).orElseThrow();
        var codec = new StepCodec(ring());
        var inbox = new Inbox(database, codec);
        var sealing = codec.keys().sealerWhenThere(tenants.first(), KEY);
        kms.deny(KMS_KEY);
        int refused = kms.refused();
        inbox.send(tenants.first(), sealing, started.executionNo(),
                new Signal.Completed(attempt.scheduled(), Json.parse(INPUT)), false);
        await("the node may not open it", () -> kms.refused() > refused);

        keyIsBack();

        assertThat(node.awaitEnd(started.executionNo()).status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"STANDARD", "EXPRESS"})
    void aMapRunIsSealedAndWaitsForItsKey(String childType) {
        var machine = node.machine("""
                {"StartAt":"M","States":{"M":{"Type":"Map","ItemProcessor":{"ProcessorConfig":{"Mode":"DISTRIBUTED",
                "ExecutionType":"%s"},"StartAt":"P","States":{"P":{"Type":"Pass","End":true}}},"End":true}}}"""
                .formatted(childType));

        var started = node.start(machine, "[" + INPUT + "," + INPUT + "]");

        var row = node.awaitEnd(started.executionNo());
        assertThat(row.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(node.executions().reads().read(row).output()).isEqualTo(Json.parse("[" + INPUT + "," + INPUT + "]"));
        assertThat(jdbc.sql("SELECT input FROM map_item WHERE tenant_id = ?").param(tenants.first().value())
                .query(byte[].class).list()).hasSize(2).allMatch(bytes -> StepCodec.keyNumber(bytes) < 0);
        assertThat(jdbc.sql("SELECT result FROM map_item WHERE tenant_id = ?").param(tenants.first().value())
                .query(byte[].class).list()).hasSize(2).allMatch(bytes -> StepCodec.keyNumber(bytes) < 0);
        assertThat(anyRowHolds(CANARY)).isFalse();
    }

    @Test
    void childrenOfAMapRunThatNeedARefusedKeyStartWhenItIsBack() {
        var machine = node.machine(
                """
                        {"StartAt":"M","States":{"M":{"Type":"Map","MaxConcurrency":1,
                        "ItemProcessor":{"ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":"STANDARD"},
                        "StartAt":"C","States":{"C":{"Type":"Task","Resource":"arn:aws:lambda:us-east-1:123456789012:function:f",
                        "End":true}}},"End":true}}}""");
        var started = node.start(machine, "[" + INPUT + "," + INPUT + "]");
        node.tasks().awaitRequest();
        kms.deny(KMS_KEY);
        periodIsOver();
        node.tasks().enqueue(new TaskOutcome.Answered(Json.parse("1")), new TaskOutcome.Answered(Json.parse("2")));
        await("KMS refuses", () -> kms.refused() > 0);

        keyIsBack();

        var row = node.awaitEnd(started.executionNo());
        assertThat(row.status()).isEqualTo(ExecutionStatus.SUCCEEDED);
        assertThat(node.executions().reads().read(row).output()).isEqualTo(Json.parse("[1,2]"));
    }

    @Test
    void anExpressStartIsSealed() {
        var machine = node.machine(CALL, MachineType.EXPRESS);

        node.executions().start(node.request(machine, null, INPUT));
        node.tasks().awaitRequest();

        assertThat(jdbc.sql("SELECT input FROM express_start WHERE tenant_id = ?").param(tenants.first().value())
                .query(byte[].class).list()).hasSize(1).allMatch(bytes -> StepCodec.keyNumber(bytes) < 0);
        node.tasks().enqueue(new TaskOutcome.Answered(Json.parse("1")));
        await("it has ended", () -> jdbc.sql("SELECT COUNT(*) FROM express_start WHERE tenant_id = ?")
                .param(tenants.first().value()).query(Long.class).single() == 0);
    }

    @Test
    void anExpressExecutionIsStartedAnewWhenItsKeyIsBack() {
        var machine = node.machine(CALL, MachineType.EXPRESS);
        node.executions().start(node.request(machine, null, INPUT));
        node.tasks().awaitRequest();
        node.close();
        kms.deny(KMS_KEY);
        int refused = kms.refused();
        node = new TestNode(database, ring(), tenants.first(), tenants.second(), "node-b", Duration.ofSeconds(3));
        node.sealUnder(KEY);
        node.machine(CALL, MachineType.EXPRESS);
        await("the new node may not open the input", () -> kms.refused() > refused);

        keyIsBack();

        assertThat(node.tasks().awaitRequest().parameters()).isEqualTo(Json.parse(INPUT));
        node.tasks().enqueue(new TaskOutcome.Answered(Json.parse("1")));
        await("it has ended", () -> jdbc.sql("SELECT COUNT(*) FROM express_start WHERE tenant_id = ?")
                .param(tenants.first().value()).query(Long.class).single() == 0);
    }

    @Test
    void aStopIsToldThatTheKeyIsAway() {
        var started = node.start(node.machine(CALLBACK), INPUT);
        submitted(started.executionNo());
        var row = node.executions().reads().find(tenants.first(), started.executionNo()).orElseThrow();
        kms.deny(KMS_KEY);
        periodIsOver();

        assertThat(node.executions().stop(row, null, null)).isEmpty();

        keyIsBack();
        await("the stop is taken", () -> node.executions().stop(row, null, null).isPresent());
        assertThat(node.awaitEnd(started.executionNo()).status()).isEqualTo(ExecutionStatus.ABORTED);
    }

    private String submitted(long executionNo) {
        var token = node.tasks().awaitRequest().taskToken();
        node.tasks().enqueue(new TaskOutcome.Answered(Json.parse("{}")));
        node.awaitEvent(executionNo, "TaskSubmitted");
        return token;
    }

    private Answer answer(String token) {
        return node.executions().complete(tenants.first().value(), token,
                new TaskOutcome.Answered(Json.parse(INPUT)));
    }
}
