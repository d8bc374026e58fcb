// SPDX-License-Identifier: Apache-2.0
package io.fermata.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;

/// Looks at the database server once, at start, and says whether Fermata can work with it. Any thread.
public final class ServerCheck {

    private static final long SMALLEST_PACKET = 32L * 1024 * 1024;
    private static final Duration SKEW_TO_WARN = Duration.ofSeconds(2);
    private static final Duration SKEW_TO_REFUSE = Duration.ofSeconds(30);
    private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+)(?:\\.(\\d+))?");

    private ServerCheck() {}

    /// The two products that are supported.
    public enum Product {
        MYSQL,
        MARIADB
    }

    /// The answer of the check.
    public sealed interface Verdict {}

    /// The server will do. Each warning is one sentence for the log.
    public record Fit(Product product, String version, List<String> warnings) implements Verdict {

        public Fit {
            warnings = List.copyOf(warnings);
        }
    }

    /// The server will not do, for the reason in one sentence that names the value found, the value needed and the fix.
    public record Refused(String sentence) implements Verdict {}

    /// What was read from a session of the server.
    record Facts(String version, String isolation, String sqlMode, long largestPacket, Instant serverTime) {}

    /// Asks the server through a connection of the given pool.
    ///
    /// @throws SQLException if the server cannot be reached
    public static Verdict check(DataSource database, InstantSource clock) throws SQLException {
        try (Connection connection = database.getConnection(); Statement statement = connection.createStatement()) {
            String isolation = switch (connection.getTransactionIsolation()) {
                case Connection.TRANSACTION_READ_COMMITTED -> "READ COMMITTED";
                case Connection.TRANSACTION_REPEATABLE_READ -> "REPEATABLE READ";
                case Connection.TRANSACTION_SERIALIZABLE -> "SERIALIZABLE";
                default -> "READ UNCOMMITTED";
            };
            try (ResultSet row = statement
                    .executeQuery("SELECT VERSION(), @@SESSION.sql_mode, @@GLOBAL.max_allowed_packet, "
                            + "CAST(UNIX_TIMESTAMP(NOW(6)) * 1000000 AS SIGNED)")) {
                row.next();
                long micros = row.getLong(4);
                Instant serverTime = Instant.ofEpochSecond(micros / 1_000_000, micros % 1_000_000 * 1_000);
                return judge(new Facts(row.getString(1), isolation, row.getString(2), row.getLong(3), serverTime),
                        clock.instant());
            }
        }
    }

    static Verdict judge(Facts facts, Instant now) {
        Product product = facts.version().contains("MariaDB") ? Product.MARIADB : Product.MYSQL;
        int[] oldest = product == Product.MARIADB ? new int[]{11, 4, 5} : new int[]{8, 4, 0};
        if (isOlder(facts.version(), oldest)) {
            return new Refused("Fermata needs MySQL 8.4 or MariaDB 11.4.5 or newer, but the database server is "
                    + facts.version() + ": upgrade the server.");
        }
        if (!facts.isolation().equals("READ COMMITTED")) {
            return new Refused("The connections run at " + facts.isolation()
                    + " but Fermata needs READ COMMITTED: remove the isolation setting from the pool.");
        }
        for (String mode : List.of("ONLY_FULL_GROUP_BY", "STRICT_TRANS_TABLES")) {
            if (!List.of(facts.sqlMode().split(",")).contains(mode)) {
                return new Refused("The connections run without sql_mode " + mode
                        + ": remove the sql_mode setting from the address or the pool.");
            }
        }
        if (facts.largestPacket() < SMALLEST_PACKET) {
            return new Refused("The server's max_allowed_packet is " + facts.largestPacket()
                    + " bytes but Fermata needs at least " + SMALLEST_PACKET
                    + ": raise it in the server's configuration.");
        }
        Duration skew = Duration.between(facts.serverTime(), now).abs();
        if (skew.compareTo(SKEW_TO_REFUSE) > 0) {
            return new Refused("The clocks of this machine and of the database server differ by " + skew.toSeconds()
                    + " s, more than " + SKEW_TO_REFUSE.toSeconds() + " s: synchronise both by NTP.");
        }
        List<String> warnings = new ArrayList<>();
        if (skew.compareTo(SKEW_TO_WARN) > 0) {
            warnings.add("The clocks of this machine and of the database server differ by " + skew.toMillis()
                    + " ms: synchronise both by NTP.");
        }
        return new Fit(product, facts.version(), warnings);
    }

    private static boolean isOlder(String version, int[] oldest) {
        Matcher numbers = VERSION.matcher(version);
        if (!numbers.find()) {
            return true;
        }
        for (int part = 0; part < oldest.length; part++) {
            String text = numbers.group(part + 1);
            int number = text == null ? 0 : Integer.parseInt(text);
            if (number != oldest[part]) {
                return number < oldest[part];
            }
        }
        return false;
    }
}
