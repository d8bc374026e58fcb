// SPDX-License-Identifier: Apache-2.0
package io.fermata.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.fermata.database.ServerCheck.Facts;
import io.fermata.database.ServerCheck.Fit;
import io.fermata.database.ServerCheck.Refused;
import io.fermata.database.ServerCheck.Verdict;
import io.fermata.database.testing.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerCheckTest {

    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final long PACKET = 64L << 20;

    @Test
    void acceptsTheServerThatTheTestsRunOn() throws Exception {
        try (TestDatabase database = TestDatabase.empty(ServerCheckTest.class)) {
            assertThat(ServerCheck.check(database, InstantSource.system())).isInstanceOf(Fit.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"8.4.0", "8.4.3-log", "9.7.0", "11.4.5-MariaDB", "11.8.2-MariaDB-ubu2404",
            "12.0.1-MariaDB"})
    void acceptsSupportedVersions(String version) {
        assertThat(judge(version, "READ COMMITTED", Databases.SQL_MODE, PACKET, NOW)).isInstanceOf(Fit.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"8.0.44", "8.3.0", "5.7.1", "10.11.19-MariaDB", "11.4.4-MariaDB", "5.5.5-10.11.2-MariaDB",
            "unknown"})
    void refusesOlderVersionsByName(String version) {
        assertThat(judge(version, "READ COMMITTED", Databases.SQL_MODE, PACKET, NOW)).isInstanceOfSatisfying(
                Refused.class,
                refused -> assertThat(refused.sentence()).contains(version).contains("MySQL 8.4")
                        .contains("MariaDB 11.4.5"));
    }

    @Test
    void refusesAnotherIsolation() {
        assertThat(judge("9.1.0", "REPEATABLE READ", Databases.SQL_MODE, PACKET, NOW)).isInstanceOfSatisfying(
                Refused.class,
                refused -> assertThat(refused.sentence()).contains("REPEATABLE READ"));
    }

    @Test
    void refusesALaxSqlMode() {
        assertThat(judge("9.1.0", "READ COMMITTED", "STRICT_TRANS_TABLES", PACKET, NOW)).isInstanceOfSatisfying(
                Refused.class,
                refused -> assertThat(refused.sentence()).contains("ONLY_FULL_GROUP_BY"));
    }

    @Test
    void refusesSmallPackets() {
        assertThat(judge("9.1.0", "READ COMMITTED", Databases.SQL_MODE, 16L << 20, NOW)).isInstanceOfSatisfying(
                Refused.class,
                refused -> assertThat(refused.sentence()).contains("max_allowed_packet is 16777216"));
    }

    @Test
    void warnsAboutThreeSecondsOfSkew() {
        assertThat(judge("9.1.0", "READ COMMITTED", Databases.SQL_MODE, PACKET, NOW.minusSeconds(3)))
                .isInstanceOfSatisfying(Fit.class,
                        fit -> assertThat(fit.warnings()).singleElement().asString().contains("3000 ms"));
    }

    @Test
    void refusesAMinuteOfSkewInEitherDirection() {
        assertThat(judge("9.1.0", "READ COMMITTED", Databases.SQL_MODE, PACKET, NOW.minus(Duration.ofMinutes(1))))
                .isInstanceOf(Refused.class);
        assertThat(judge("9.1.0", "READ COMMITTED", Databases.SQL_MODE, PACKET, NOW.plus(Duration.ofMinutes(1))))
                .isInstanceOf(Refused.class);
    }

    private static Verdict judge(String version, String isolation, String sqlMode, long packet, Instant serverTime) {
        return ServerCheck.judge(new Facts(version, isolation, sqlMode, packet, serverTime), NOW);
    }
}
