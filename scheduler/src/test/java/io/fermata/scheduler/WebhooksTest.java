// SPDX-License-Identifier: Apache-2.0
package io.fermata.scheduler;

import io.fermata.tenancy.keys.WebhookSignature;
import static org.assertj.core.api.Assertions.assertThat;

import io.fermata.language.Json;
import io.fermata.scheduler.Webhooks.NewWebhook;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What webhooks promise, on a real database with a whole node.
class WebhooksTest {

    private static SchedulerFixture fixture;
    private static Webhooks webhooks;

    @BeforeAll
    static void start() throws Exception {
        fixture = new SchedulerFixture(WebhooksTest.class);
        webhooks = fixture.webhooks;
    }

    @AfterAll
    static void stop() throws Exception {
        fixture.close();
    }

    @Test
    void startsAnExecutionWithTheBodyAsInput() {
        var hook = create("orders");

        var answer = send(hook, "msg_1", "{\"order\":12}");

        assertThat(answer).isInstanceOfSatisfying(WebhookAnswer.Accepted.class, accepted -> {
            assertThat(accepted.deliveryId()).isEqualTo("msg_1");
            var row = fixture.node.reads().find(fixture.acme, fixture.machineId, accepted.executionName())
                    .orElseThrow();
            assertThat(fixture.node.reads().input(fixture.acme, row.executionNo()))
                    .contains(Json.parse("{\"order\":12}"));
            assertThat(row.startedBy()).isEqualTo("webhook:orders");
        });
        assertThat(webhooks.deliveries(fixture.acme, "orders", 10)).singleElement()
                .satisfies(delivery -> assertThat(delivery.status()).isEqualTo(Delivery.Status.STARTED));
    }

    @Test
    void aMessageThatComesAgainStartsNothingAndGetsTheSameAnswer() throws Exception {
        var hook = create("replayed");
        var sendings = new ArrayList<Callable<WebhookAnswer>>();
        for (int i = 0; i < 10; i++) {
            sendings.add(() -> send(hook, "msg_same", "{\"n\":1}"));
        }

        var answers = new ArrayList<WebhookAnswer>();
        try (var threads = Executors.newFixedThreadPool(10)) {
            for (var one : threads.invokeAll(sendings)) {
                answers.add(one.get());
            }
        }

        assertThat(answers).allSatisfy(answer -> assertThat(answer).isInstanceOf(WebhookAnswer.Accepted.class));
        assertThat(answers.stream().distinct()).hasSize(1);
        assertThat(fixture.executions("webhook:replayed")).isEqualTo(1);
    }

    @Test
    void unknownTokensAndWrongSignaturesAreNotTold() {
        var hook = create("quiet");
        var body = "{}".getBytes(StandardCharsets.UTF_8);
        var now = Instant.now().getEpochSecond();
        var signature = WebhookSignature.sign(hook.secret(), "msg_1", now, body);

        assertThat(fixture.endpoint.accept("A".repeat(43), headers("msg_1", now, signature), body))
                .isEqualTo(new WebhookAnswer.NotFound());
        assertThat(fixture.endpoint.accept(token(hook), headers("msg_2", now, signature), body))
                .isEqualTo(new WebhookAnswer.NotFound());
        assertThat(fixture.endpoint.accept(token(hook), Map.of(), body)).isEqualTo(new WebhookAnswer.NotFound());
        assertThat(fixture.endpoint.accept(token(hook), headers("msg_1", now - 600,
                WebhookSignature.sign(hook.secret(), "msg_1", now - 600, body)), body))
                .isEqualTo(new WebhookAnswer.NotFound());
        assertThat(webhooks.deliveries(fixture.acme, "quiet", 10)).isEmpty();
    }

    @Test
    void saysWhatIsWrongToThoseWhoSign() {
        var hook = create("strict");

        assertThat(send(hook, "msg_1", "not json")).isInstanceOf(WebhookAnswer.Unfit.class);
        assertThat(send(hook, "msg_2", "")).isInstanceOf(WebhookAnswer.Unfit.class);
        assertThat(send(hook, "msg with blanks", "{}")).isInstanceOf(WebhookAnswer.Unfit.class);
        assertThat(send(hook, "msg_3", "\"" + "x".repeat(262_143) + "\"")).isInstanceOf(WebhookAnswer.TooLarge.class);
        assertThat(send(hook, "msg_4", "\"" + "x".repeat(262_142) + "\"")).isInstanceOf(WebhookAnswer.Accepted.class);
    }

    @Test
    void theOldSecretIsValidBesideTheNewOneForOneChange() {
        var hook = create("changing");

        var second = webhooks.changeSecret(fixture.acme, "changing").orElseThrow();
        var withOld = send(hook, "msg_1", "{}");
        var withNew = send(new Webhooks.Created(hook.webhook(), second), "msg_2", "{}");
        webhooks.changeSecret(fixture.acme, "changing");
        var tooOld = send(hook, "msg_3", "{}");

        assertThat(withOld).isInstanceOf(WebhookAnswer.Accepted.class);
        assertThat(withNew).isInstanceOf(WebhookAnswer.Accepted.class);
        assertThat(tooOld).isInstanceOf(WebhookAnswer.NotFound.class);
        assertThat(webhooks.changeSecret(fixture.other, "changing")).isEmpty();
    }

    @Test
    void aWebhookOfADeletedMachineSaysSo() {
        fixture.machine("doomed");
        var hook = (Webhooks.Created) webhooks.create(fixture.acme, new NewWebhook("doomed", "doomed", ""));
        fixture.machines.delete(fixture.acme, "doomed");

        assertThat(send(hook, "msg_1", "{}")).isEqualTo(new WebhookAnswer.Gone("The state machine has been deleted"));
        assertThat(webhooks.deliveries(fixture.acme, "doomed", 1)).singleElement()
                .satisfies(delivery -> assertThat(delivery.status()).isEqualTo(Delivery.Status.FAILED));
    }

    @Test
    void keepsNoTokenAndNoSecretInTheOpen() {
        var hook = create("sealed");

        var stored = fixture.jdbc.sql(
                "SELECT CONCAT(HEX(token_hash), HEX(token), HEX(secrets)) FROM webhook WHERE tenant_id = ? AND name = 'sealed'")
                .param(fixture.acme.value()).query(String.class).single();

        assertThat(stored).doesNotContain(hex(token(hook))).doesNotContain(hex(hook.secret()));
        assertThat(hook.toString()).doesNotContain(hook.secret()).doesNotContain(token(hook));
    }

    @Test
    void refusesWhatDoesNotFitByFieldAndOtherTenantsSeeNothing() {
        create("taken");

        assertThat(webhooks.create(fixture.acme, new NewWebhook("taken", SchedulerFixture.MACHINE, "")))
                .isEqualTo(new Webhooks.NameTaken("taken"));
        assertThat(((Webhooks.Unfit) webhooks.create(fixture.acme, new NewWebhook("a b", "x", ""))).field())
                .isEqualTo("name");
        assertThat(((Webhooks.Unfit) webhooks.create(fixture.acme, new NewWebhook("a", "nothing", ""))).field())
                .isEqualTo("stateMachine");
        assertThat(webhooks.list(fixture.other)).isEmpty();
        assertThat(webhooks.delete(fixture.other, "taken")).isFalse();
        assertThat(webhooks.deliveries(fixture.other, "taken", 1)).isEmpty();
        assertThat(webhooks.delete(fixture.acme, "taken")).isTrue();
    }

    private static Webhooks.Created create(String name) {
        var made = webhooks.create(fixture.acme, new NewWebhook(name, SchedulerFixture.MACHINE, ""));
        return (Webhooks.Created) made;
    }

    private static WebhookAnswer send(Webhooks.Created hook, String id, String text) {
        var body = text.getBytes(StandardCharsets.UTF_8);
        long now = Instant.now().getEpochSecond();
        return fixture.endpoint.accept(token(hook),
                headers(id, now, WebhookSignature.sign(hook.secret(), id, now, body)), body);
    }

    private static Map<String, String> headers(String id, long timestamp, String signature) {
        return Map.of("webhook-id", id, "webhook-timestamp", Long.toString(timestamp), "webhook-signature", signature);
    }

    private static String token(Webhooks.Created hook) {
        return List.of(hook.webhook().url().split("/")).getLast();
    }

    private static String hex(String text) {
        return java.util.HexFormat.of().withUpperCase().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }
}
