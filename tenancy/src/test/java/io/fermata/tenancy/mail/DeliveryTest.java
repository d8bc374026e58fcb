// SPDX-License-Identifier: Apache-2.0
package io.fermata.tenancy.mail;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.fermata.tenancy.Tenant;
import io.fermata.tenancy.TenancyFixture;
import io.fermata.tenancy.mail.Outbox.Entry;
import io.fermata.tenancy.mail.Outbox.Status;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.transaction.support.TransactionOperations;

class DeliveryTest {

    private final GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", "smtp"));
    private TenancyFixture fixture;
    private Outbox outbox;
    private Tenant acme;

    @BeforeEach
    void start() {
        server.start();
        fixture = new TenancyFixture(DeliveryTest.class);
        outbox = fixture.get(Outbox.class);
        acme = fixture.tenant("111111111111", "acme");
    }

    @AfterEach
    void stop() {
        fixture.close();
        server.stop();
    }

    @Test
    void aMailArrivesOnceWithItsHeaders() throws Exception {
        outbox.enqueue(mail());

        assertThat(delivery().deliverDue()).isOne();
        assertThat(delivery().deliverDue()).isZero();

        MimeMessage received = server.getReceivedMessages()[0];
        assertThat(server.getReceivedMessages()).hasSize(1);
        assertThat(received.getSubject()).isEqualTo("Freigabe für Bestellung 7");
        assertThat(received.getContent().toString()).contains("Öffnen: https://");
        assertThat(received.getHeader("List-Id")).containsExactly("<approvals.fermata.example.org>");
        assertThat(received.getHeader("Auto-Submitted")).containsExactly("auto-generated");
        assertThat(received.getFrom()[0]).hasToString("fermata@example.org");
        assertThat(only().status()).isEqualTo(Status.SENT);
    }

    @Test
    void aMailOfATransactionThatIsRolledBackIsNeverSent() {
        fixture.get(TransactionOperations.class).executeWithoutResult(transaction -> {
            outbox.enqueue(mail());
            transaction.setRollbackOnly();
        });

        assertThat(delivery().deliverDue()).isZero();
    }

    @Test
    void withoutAServerMailStaysReadable() {
        outbox.enqueue(mail());

        assertThat(fixture.get(Delivery.class).deliverDue()).isZero();

        assertThat(only().status()).isEqualTo(Status.WAITING);
        assertThat(only().attempts()).isZero();
        assertThat(outbox.text(acme.id(), only().id()))
                .hasValueSatisfying(text -> assertThat(text).startsWith("Öffnen"));
    }

    @Test
    void aTenantReadsItsOwnMailOnly() {
        Tenant other = fixture.tenant("222222222222", "other");
        outbox.enqueue(mail());

        assertThat(outbox.page(other.id(), Long.MAX_VALUE, 10)).isEmpty();
        assertThat(outbox.text(other.id(), only().id())).isEmpty();
    }

    @Test
    void aServerThatIsAwayIsTriedAfterGrowingPausesAndThenGivenUp() {
        outbox.enqueue(mail());
        Delivery delivery = delivery();
        server.stop();

        delivery.deliverDue();
        for (Duration pause : List.of(Duration.ofSeconds(30), Duration.ofMinutes(5), Duration.ofMinutes(30),
                Duration.ofHours(2), Duration.ofHours(8))) {
            assertThat(only().nextAttemptAt()).contains(fixture.clock().instant().plus(pause));
            int attempts = only().attempts();
            fixture.clock().advance(pause.minusSeconds(1));
            delivery.deliverDue();
            assertThat(only().attempts()).isEqualTo(attempts);
            fixture.clock().advance(Duration.ofSeconds(1));
            delivery.deliverDue();
        }

        assertThat(only().status()).isEqualTo(Status.GIVEN_UP);
        assertThat(only().attempts()).isEqualTo(6);
        assertThat(only().lastError()).contains("Mail");
    }

    @Test
    void aMailThatDoesNotOpenHoldsUpNoOther() {
        outbox.enqueue(mail());
        fixture.database().execute("UPDATE mail_outbox SET body = REVERSE(body) WHERE tenant_id = " + acme.id());
        outbox.enqueue(mail());

        assertThat(delivery().deliverDue()).isOne();

        assertThat(outbox.page(acme.id(), Long.MAX_VALUE, 10)).extracting(Entry::status).containsExactly(Status.SENT,
                Status.WAITING);
    }

    @Test
    void aMailThatAnotherNodeTookIsLeftAloneUntilItsClaimEnds() {
        outbox.enqueue(mail());
        outbox.claim(10);

        assertThat(delivery().deliverDue()).isZero();

        fixture.clock().advance(Duration.ofMinutes(5));

        assertThat(delivery().deliverDue()).isOne();
    }

    private Delivery delivery() {
        JavaMailSenderImpl sender = new JavaMailSenderImpl();
        sender.setHost("127.0.0.1");
        sender.setPort(server.getSmtp().getPort());
        return new Delivery(outbox, Optional.<JavaMailSender>of(sender), "fermata@example.org");
    }

    private Entry only() {
        return outbox.page(acme.id(), Long.MAX_VALUE, 10).getFirst();
    }

    private Mail mail() {
        return new Mail(acme.id(), "ada@example.org", "Freigabe für Bestellung 7", "Öffnen: https://localhost/a/token",
                "approvals");
    }
}
