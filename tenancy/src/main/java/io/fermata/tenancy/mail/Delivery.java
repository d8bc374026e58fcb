// SPDX-License-Identifier: Apache-2.0
package io.fermata.tenancy.mail;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.mail.MailException;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.MimeMessageHelper;

/// Sends what waits in the outbox. One virtual thread for each node looks every second; several nodes share the work by row locks. Without a
/// mail server nothing is taken, and the mails stay for the console's outbox page.
public final class Delivery implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final int BATCH = 20;

    private final Outbox outbox;
    private final Optional<JavaMailSender> server;
    private final String from;
    private volatile @Nullable Thread loop;

    /// @param server empty if `spring.mail.host` is not set
    public Delivery(Outbox outbox, Optional<JavaMailSender> server, String from) {
        this.outbox = outbox;
        this.server = server;
        this.from = from;
    }

    /// Begins to look for mail, if there is a mail server.
    public void start() {
        if (server.isPresent() && loop == null) {
            // Known before it runs, because it ends when it is not the one that is known.
            Thread thread = Thread.ofVirtual().name("mail").unstarted(this::run);
            loop = thread;
            thread.start();
        }
    }

    /// Ends the loop. A mail whose sending was cut short is sent again later.
    @Override
    public void close() {
        Thread running = loop;
        loop = null;
        if (running != null) {
            running.interrupt();
        }
    }

    /// Sends what is due now and returns how many mails a server took.
    public int deliverDue() {
        if (server.isEmpty()) {
            return 0;
        }
        int taken = 0;
        for (List<Outbox.Claimed> batch = outbox.claim(BATCH); !batch.isEmpty(); batch = outbox.claim(BATCH)) {
            for (Outbox.Claimed claimed : batch) {
                if (send(server.get(), claimed)) {
                    taken++;
                }
            }
        }
        return taken;
    }

    private boolean send(JavaMailSender sender, Outbox.Claimed claimed) {
        try {
            sender.send(message(sender, outbox.open(claimed)));
        } catch (MailException | MessagingException | IllegalArgumentException e) {
            String error = e.toString().replaceAll("\\s+", " ");
            LOG.warn("Mail was not taken tenant={} mail={} attempt={}: {}", claimed.tenant(), claimed.id(),
                    claimed.attempt(), error);
            outbox.failed(claimed, error);
            return false;
        }
        outbox.sent(claimed);
        return true;
    }

    private MimeMessage message(JavaMailSender sender, Mail mail) throws MessagingException {
        MimeMessage message = sender.createMimeMessage();
        MimeMessageHelper helper = new MimeMessageHelper(message, false, StandardCharsets.UTF_8.name());
        helper.setFrom(from);
        helper.setTo(mail.to());
        helper.setSubject(mail.subject());
        helper.setText(mail.text(), false);
        String host = from.substring(from.indexOf('@') + 1);
        message.setHeader("List-Id", "<" + mail.topic() + ".fermata." + host + ">");
        message.setHeader("Auto-Submitted", "auto-generated");
        return message;
    }

    private void run() {
        while (loop == Thread.currentThread() && !Thread.currentThread().isInterrupted()) {
            try {
                deliverDue();
            } catch (RuntimeException e) {
                // A database that is away must not end the loop for good.
                LOG.warn("The outbox could not be read; looking again in {} s", LOOK_EVERY.toSeconds(), e);
            }
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
    }
}
