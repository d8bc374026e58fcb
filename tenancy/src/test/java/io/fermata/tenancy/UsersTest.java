// SPDX-License-Identifier: Apache-2.0
package io.fermata.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import io.fermata.tenancy.Users.Accepted;
import io.fermata.tenancy.Users.Blocked;
import io.fermata.tenancy.Users.Changed;
import io.fermata.tenancy.Users.EmailTaken;
import io.fermata.tenancy.Users.Registered;
import io.fermata.tenancy.Users.Rejected;
import io.fermata.tenancy.Users.TokenExpired;
import io.fermata.tenancy.Users.Unfit;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UsersTest {

    private static final String PASSWORD = "correct horse battery";

    private TenancyFixture fixture;
    private Users users;

    @BeforeAll
    void start() {
        fixture = new TenancyFixture(UsersTest.class);
        users = fixture.get(Users.class);
    }

    @AfterAll
    void stop() {
        fixture.close();
    }

    @Test
    void aPersonSignsInWhateverTheCaseOfTheEmail() {
        register("Ada@Example.org");

        assertThat(users.verify(" ada@EXAMPLE.org", PASSWORD)).isInstanceOfSatisfying(Accepted.class,
                accepted -> assertThat(accepted.user().email()).isEqualTo("ada@example.org"));
    }

    @Test
    void wrongPasswordAndUnknownPersonAnswerAlike() {
        register("bob@example.org");

        assertThat(users.verify("bob@example.org", "wrong horse battery")).isEqualTo(new Rejected());
        assertThat(users.verify("nobody@example.org", PASSWORD)).isEqualTo(new Rejected());
    }

    @Test
    void refusesASecondPersonWithTheSameEmail() {
        register("carl@example.org");

        assertThat(users.create("CARL@example.org", "Carl", PASSWORD)).isEqualTo(new EmailTaken("carl@example.org"));
    }

    @Test
    void namesTheFieldThatDoesNotFit() {
        assertThat(users.create("no-address", "N", PASSWORD)).isInstanceOfSatisfying(Unfit.class,
                unfit -> assertThat(unfit.field()).isEqualTo("email"));
        assertThat(users.create("n@example.org", " ", PASSWORD)).isInstanceOfSatisfying(Unfit.class,
                unfit -> assertThat(unfit.field()).isEqualTo("name"));
        assertThat(users.create("n@example.org", "N", "short")).isInstanceOfSatisfying(Unfit.class,
                unfit -> assertThat(unfit.sentence()).contains("12 to 128"));
        assertThat(users.create("n@example.org", "N", "aaaaaaaaaaaaaaaa")).isInstanceOfSatisfying(Unfit.class,
                unfit -> assertThat(unfit.sentence()).contains("repeats"));
    }

    @Test
    void fiveWrongPasswordsMakeEvenTheRightOneWait() {
        register("dora@example.org");
        for (int i = 0; i < 5; i++) {
            users.verify("dora@example.org", "wrong horse battery");
        }

        assertThat(users.verify("dora@example.org", PASSWORD))
                .isEqualTo(new Blocked(fixture.clock().instant().plusSeconds(1)));

        fixture.clock().advance(Duration.ofSeconds(2));

        assertThat(users.verify("dora@example.org", PASSWORD)).isInstanceOf(Accepted.class);
    }

    @Test
    void aResetTokenWorksOnceAndEndsSessions() {
        User user = register("emil@example.org");
        String token = users.startReset("emil@example.org").orElseThrow();

        assertThat(users.finishReset(token, "another horse battery")).isInstanceOfSatisfying(Changed.class,
                changed -> assertThat(changed.user().securityStamp()).isGreaterThan(user.securityStamp()));
        assertThat(users.finishReset(token, "a third horse battery")).isEqualTo(new TokenExpired());
        assertThat(users.verify("emil@example.org", "another horse battery")).isInstanceOf(Accepted.class);
        assertThat(users.verify("emil@example.org", PASSWORD)).isInstanceOf(Rejected.class);
    }

    @Test
    void aResetTokenExpiresAfterAnHour() {
        register("fay@example.org");
        String token = users.startReset("fay@example.org").orElseThrow();

        fixture.clock().advance(Duration.ofMinutes(61));

        assertThat(users.finishReset(token, "another horse battery")).isEqualTo(new TokenExpired());
    }

    @Test
    void nobodyGetsNoToken() {
        assertThat(users.startReset("nobody@example.org")).isEmpty();
    }

    @Test
    void thePasswordIsStoredAsArgon2id() {
        register("gil@example.org");

        assertThat(org.springframework.jdbc.core.simple.JdbcClient.create(fixture.database())
                .sql("SELECT password_hash FROM user WHERE email = 'gil@example.org'").query(String.class)
                .single()).startsWith("$argon2id$");
    }

    private User register(String email) {
        return ((Registered) users.create(email, "Someone", PASSWORD)).user();
    }
}
