// SPDX-License-Identifier: Apache-2.0
package io.fermata.e2e;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/// A mail server that keeps what it is sent.
final class Mailbox implements AutoCloseable {

    private final GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", "smtp"));

    Mailbox() {
        server.start();
    }

    int port() {
        return server.getSmtp().getPort();
    }

    /// The text of the newest mail to that address whose subject holds that text.
    String await(String to, String subject) {
        return Await.value("a mail to " + to + " about " + subject, Duration.ofSeconds(30), () -> Arrays
                .stream(server.getReceivedMessages()).filter(mail -> matches(mail, to, subject))
                .reduce((_, last) -> last)
                .map(Mailbox::text));
    }

    private static boolean matches(MimeMessage mail, String to, String subject) {
        try {
            return mail.getSubject().contains(subject) && Arrays.toString(mail.getAllRecipients()).contains(to);
        } catch (MessagingException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    private static String text(MimeMessage mail) {
        try {
            return Optional.ofNullable(mail.getContent()).map(Object::toString).orElse("");
        } catch (Exception unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    @Override
    public void close() {
        server.stop();
    }
}
