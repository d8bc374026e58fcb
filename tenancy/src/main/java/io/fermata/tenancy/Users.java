// SPDX-License-Identifier: Apache-2.0
package io.fermata.tenancy;

import jakarta.persistence.EntityManager;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.security.crypto.password.PasswordEncoder;

/// People and their passwords. Any thread.
///
/// Unknown e-mails take as long as known ones to refuse. From the fifth wrong password in a row on, the account answers only after 1, 2, 4 ... 60 s.
public final class Users {

    private static final int FREE_FAILURES = 5;
    private static final long LONGEST_WAIT_SECONDS = 60;
    private static final Duration RESET_LASTS = Duration.ofHours(1);
    private static final int TOKEN_BYTES = 32;
    private static final int LONGEST_EMAIL = 254;
    private static final int LONGEST_NAME = 100;

    private final TenantSessions sessions;
    private final PasswordEncoder encoder;
    private final InstantSource clock;
    private final String hashOfNobody;

    Users(TenantSessions sessions, PasswordEncoder encoder, InstantSource clock) {
        this.sessions = sessions;
        this.encoder = encoder;
        this.clock = clock;
        this.hashOfNobody = encode(encoder, randomToken());
    }

    /// The answer to [#create].
    public sealed interface Registration {}

    /// The person was stored.
    public record Registered(User user) implements Registration {}

    /// The e-mail belongs to somebody.
    public record EmailTaken(String email) implements Registration {}

    /// A field breaks its rule. `sentence` names the limit and the fix.
    public record Unfit(String field, String sentence) implements Registration, PasswordChange {}

    /// The answer to [#verify].
    public sealed interface SignIn {}

    /// E-mail and password belong together.
    public record Accepted(User user) implements SignIn {}

    /// They do not, or the person is disabled, or nobody has this e-mail: the caller shall not tell which.
    public record Rejected() implements SignIn {}

    /// Too many wrong passwords: nothing was compared.
    public record Blocked(Instant until) implements SignIn {}

    /// The answer to setting a password.
    public sealed interface PasswordChange {}

    /// The password is set, and sessions with the older stamp have ended.
    public record Changed(User user) implements PasswordChange {}

    /// The token of the mail is unknown, used or older than an hour.
    public record TokenExpired() implements PasswordChange {}

    /// Stores a person.
    public Registration create(String email, String name, String password) {
        String address = normal(email);
        if (address.length() > LONGEST_EMAIL || !address.matches("[^\\s@<>,;:\"]+@[^\\s@<>,;:\"]+")) {
            return new Unfit("email",
                    "The e-mail address has the form name@host and at most " + LONGEST_EMAIL + " characters");
        }
        if (name.isBlank() || name.length() > LONGEST_NAME) {
            return new Unfit("name", "The name has 1 to " + LONGEST_NAME + " characters");
        }
        Optional<String> problem = PasswordRules.problem(password, address);
        if (problem.isPresent()) {
            return new Unfit("password", problem.get());
        }
        String hash = encode(encoder, password);
        try {
            return sessions.global(entities -> {
                UserRow row = new UserRow(address, name.strip(), hash, now());
                entities.persist(row);
                entities.flush();
                return new Registered(row.view());
            });
        } catch (DataIntegrityViolationException e) {
            if (byEmail(address).isPresent()) {
                return new EmailTaken(address);
            }
            throw e;
        }
    }

    public Optional<User> byId(long id) {
        return sessions.global(entities -> Optional.ofNullable(entities.find(UserRow.class, id)).map(UserRow::view));
    }

    public Optional<User> byEmail(String email) {
        return sessions.global(entities -> row(entities, normal(email)).map(UserRow::view));
    }

    /// Compares a password, counts a wrong one, and stores a newer hash when the old one is out of date.
    public SignIn verify(String email, String password) {
        String address = normal(email);
        Optional<UserRow> found = sessions.global(entities -> row(entities, address));
        if (found.isEmpty()) {
            encoder.matches(password, hashOfNobody);
            return new Rejected();
        }
        UserRow user = found.get();
        LocalDateTime blocked = user.blockedUntil;
        if (blocked != null && blocked.isAfter(now())) {
            return new Blocked(blocked.toInstant(ZoneOffset.UTC));
        }
        boolean right = password.length() <= 2 * PasswordRules.LONGEST && encoder.matches(password, user.passwordHash);
        if (!right || !user.status.equals("ACTIVE")) {
            countFailure(address);
            return new Rejected();
        }
        if (user.failedSignIns > 0) {
            sessions.global(entities -> entities
                    .createQuery("update UserRow set failedSignIns = 0, blockedUntil = null where email = :email")
                    .setParameter("email", address)
                    .executeUpdate());
        }
        if (encoder.upgradeEncoding(user.passwordHash)) {
            String newer = encode(encoder, password);
            sessions.global(
                    entities -> entities.createQuery("update UserRow set passwordHash = :hash where email = :email")
                            .setParameter("hash", newer)
                            .setParameter("email", address).executeUpdate());
        }
        return new Accepted(user.view());
    }

    /// Makes a token (43 characters) for a mail that lets the person set a new password within an hour. Empty if nobody has the e-mail.
    public Optional<String> startReset(String email) {
        String token = randomToken();
        return sessions.global(
                entities -> row(entities, normal(email)).filter(user -> user.status.equals("ACTIVE")).map(user -> {
                    user.resetHash = sha256(token);
                    user.resetExpiresAt = now().plus(RESET_LASTS);
                    return token;
                }));
    }

    /// Sets a new password by the token of [#startReset], which then is used up.
    public PasswordChange finishReset(String token, String password) {
        byte[] hash = sha256(token);
        return sessions.global(entities -> {
            List<UserRow> rows = entities
                    .createQuery("from UserRow where resetHash = :hash and resetExpiresAt > :now", UserRow.class)
                    .setParameter("hash", hash)
                    .setParameter("now", now()).getResultList();
            return rows.isEmpty() ? new TokenExpired() : change(rows.getFirst(), password);
        });
    }

    /// Sets a new password for a person whose old one was checked.
    ///
    /// @throws IllegalArgumentException if there is no such person
    public PasswordChange changePassword(long userId, String password) {
        return sessions.global(entities -> {
            UserRow row = entities.find(UserRow.class, userId);
            if (row == null) {
                throw new IllegalArgumentException("There is no user " + userId);
            }
            return change(row, password);
        });
    }

    private PasswordChange change(UserRow user, String password) {
        Optional<String> problem = PasswordRules.problem(password, user.email);
        if (problem.isPresent()) {
            return new Unfit("password", problem.get());
        }
        user.passwordHash = encode(encoder, password);
        user.resetHash = null;
        user.resetExpiresAt = null;
        user.failedSignIns = 0;
        user.blockedUntil = null;
        user.securityStamp++;
        return new Changed(user.view());
    }

    /// One statement, so that parallel guesses are all counted.
    private void countFailure(String email) {
        sessions.global(entities -> {
            entities.createQuery("update UserRow set failedSignIns = failedSignIns + 1 where email = :email")
                    .setParameter("email", email).executeUpdate();
            int failures = entities.createQuery("select failedSignIns from UserRow where email = :email", Integer.class)
                    .setParameter("email", email).getSingleResult();
            if (failures >= FREE_FAILURES) {
                long seconds = Math.min(LONGEST_WAIT_SECONDS, 1L << Math.min(6, failures - FREE_FAILURES));
                entities.createQuery("update UserRow set blockedUntil = :until where email = :email")
                        .setParameter("until", now().plusSeconds(seconds))
                        .setParameter("email", email).executeUpdate();
            }
            return failures;
        });
    }

    private static Optional<UserRow> row(EntityManager entities, String email) {
        return entities.createQuery("from UserRow where email = :email", UserRow.class).setParameter("email", email)
                .getResultList().stream().findFirst();
    }

    private LocalDateTime now() {
        return LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    private static String normal(String email) {
        return email.strip().toLowerCase(Locale.ROOT);
    }

    private static String encode(PasswordEncoder encoder, String password) {
        String hash = encoder.encode(password);
        if (hash == null) {
            throw new IllegalStateException("The password encoder returned nothing");
        }
        return hash;
    }

    private static String randomToken() {
        byte[] bytes = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java runtime has no SHA-256", e);
        }
    }
}
