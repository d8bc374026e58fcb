// SPDX-License-Identifier: Apache-2.0
package io.fermata.scheduler;

import java.text.ParseException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Date;
import java.util.Optional;
import java.util.Set;
import java.util.TimeZone;
import java.util.regex.Pattern;
import org.quartz.CronExpression;

/// The moments of a schedule, read from an expression of EventBridge Scheduler (integrations.md section 11). A local time
/// that a clock change leaves out is skipped; one that comes twice counts the first time only. Values; any thread.
sealed interface When {

    /// The first moment after another one; empty when there is none.
    ///
    /// @param anchor when the schedule began; what a rate counts from, and the first moment of a rate
    Optional<Instant> next(Instant after, Instant anchor);

    /// Either moments or one sentence that names the rule and the fix.
    sealed interface Reading {

        record Good(When when) implements Reading {}

        record Bad(String field, String sentence) implements Reading {}
    }

    /// Every so often.
    record Rate(Duration every) implements When {

        @Override
        public Optional<Instant> next(Instant after, Instant anchor) {
            if (after.isBefore(anchor)) {
                return Optional.of(anchor);
            }
            long passed = Duration.between(anchor, after).dividedBy(every);
            return Optional.of(anchor.plus(every.multipliedBy(passed + 1)));
        }
    }

    /// Once.
    record At(LocalDateTime time, ZoneId zone) implements When {

        @Override
        public Optional<Instant> next(Instant after, Instant anchor) {
            return instant(time, zone).filter(moment -> moment.isAfter(after));
        }
    }

    /// By the fields of a calendar.
    ///
    /// @param fields as Quartz reads them, which are AWS's with the seconds in front
    record Cron(String fields, ZoneId zone) implements When {

        @Override
        public Optional<Instant> next(Instant after, Instant anchor) {
            try {
                // In UTC the local times are a plain sequence; what the zone does to them is decided here.
                var expression = new CronExpression(fields);
                expression.setTimeZone(TimeZone.getTimeZone(ZoneOffset.UTC));
                var local = LocalDateTime.ofInstant(after, zone);
                while (true) {
                    var following = expression.getTimeAfter(Date.from(local.toInstant(ZoneOffset.UTC)));
                    if (following == null) {
                        return Optional.empty();
                    }
                    local = LocalDateTime.ofInstant(following.toInstant(), ZoneOffset.UTC);
                    var moment = instant(local, zone).filter(one -> one.isAfter(after));
                    if (moment.isPresent()) {
                        return moment;
                    }
                }
            } catch (ParseException e) {
                throw new IllegalStateException("A cron expression was checked when it was read: " + fields, e);
            }
        }
    }

    private static Optional<Instant> instant(LocalDateTime local, ZoneId zone) {
        var offsets = zone.getRules().getValidOffsets(local);
        return offsets.isEmpty() ? Optional.empty() : Optional.of(local.toInstant(offsets.getFirst()));
    }

    /// Reads an expression.
    ///
    /// @param zone an IANA name such as `Europe/Berlin`
    static Reading read(String expression, String zone) {
        ZoneId id;
        try {
            id = ZoneId.of(zone.strip());
        } catch (DateTimeException unknown) {
            id = null;
        }
        if (id == null || zone.strip().length() > 50
                || !ZoneId.getAvailableZoneIds().contains(zone.strip()) && !zone.strip().equals("Z")) {
            return new Reading.Bad("zone", "The zone is an IANA name such as Europe/Berlin or UTC, not: " + zone);
        }
        var text = expression.strip();
        if (text.startsWith("rate(") && text.endsWith(")")) {
            return rate(text.substring(5, text.length() - 1));
        }
        if (text.startsWith("at(") && text.endsWith(")")) {
            return at(text.substring(3, text.length() - 1), id);
        }
        if (text.startsWith("cron(") && text.endsWith(")")) {
            return Crons.read(text.substring(5, text.length() - 1), id);
        }
        return bad("The expression is cron(...), rate(...) or at(...), for instance cron(0 9 ? * MON-FRI *)");
    }

    private static Reading rate(String inside) {
        var parts = Pattern.compile("\\s*(\\d{1,9})\\s+(minutes?|hours?|days?)\\s*").matcher(inside);
        if (!parts.matches() || Integer.parseInt(parts.group(1)) < 1) {
            return bad("A rate is a whole number from 1 and minutes, hours or days, for instance rate(5 minutes)");
        }
        long number = Long.parseLong(parts.group(1));
        var every = switch (parts.group(2).charAt(0)) {
            case 'm' -> Duration.ofMinutes(number);
            case 'h' -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
        return every.compareTo(Duration.ofDays(3_660)) > 0
                ? bad("A rate is at most 3,660 days")
                : new Reading.Good(new Rate(every));
    }

    private static Reading at(String inside, ZoneId zone) {
        LocalDateTime time;
        try {
            time = LocalDateTime.parse(inside.strip(),
                    DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss").withResolverStyle(ResolverStyle.STRICT));
        } catch (DateTimeException unreadable) {
            return bad("A single moment is at(yyyy-mm-ddThh:mm:ss), for instance at(2027-01-31T09:00:00)");
        }
        return instant(time, zone).isEmpty()
                ? bad("The local time " + time + " does not exist in " + zone + ": the clocks are set forward over it")
                : new Reading.Good(new At(time, zone));
    }

    private static Reading bad(String sentence) {
        return new Reading.Bad("expression", sentence);
    }

    /// The fields of `cron(...)`, whose signs AWS restricts more than Quartz does.
    final class Crons {

        private static final Pattern MINUTE_OR_HOUR = Pattern.compile("[0-9,*/-]+");
        private static final Pattern DAY_OF_MONTH = Pattern.compile("[0-9,*/?LW-]+");
        private static final Pattern MONTH = Pattern.compile("[0-9A-Z,*/-]+");
        private static final Pattern DAY_OF_WEEK = Pattern.compile("[0-9A-Z,*?L#-]+");
        private static final Pattern YEAR = Pattern.compile("[0-9,*/-]+");
        private static final Set<Integer> COUNTS = Set.of(5, 6);

        private Crons() {}

        static Reading read(String inside, ZoneId zone) {
            var fields = inside.strip().toUpperCase(java.util.Locale.ROOT).split("\\s+");
            if (!COUNTS.contains(fields.length)) {
                return bad(
                        "A cron expression has 5 or 6 fields: minutes, hours, day of month, month, day of week and perhaps year");
            }
            var patterns = new Pattern[]{MINUTE_OR_HOUR, MINUTE_OR_HOUR, DAY_OF_MONTH, MONTH, DAY_OF_WEEK, YEAR};
            var names = new String[]{"minutes", "hours", "day of month", "month", "day of week", "year"};
            for (int i = 0; i < fields.length; i++) {
                if (!patterns[i].matcher(fields[i]).matches()) {
                    return bad(
                            "The field " + names[i] + " of the cron expression has a sign that does not belong there: "
                                    + fields[i]);
                }
            }
            if (fields[2].equals("?") == fields[4].equals("?")) {
                return bad("Exactly one of the fields day of month and day of week must be ? in a cron expression");
            }
            var quartz = "0 " + String.join(" ", fields);
            try {
                CronExpression.validateExpression(quartz);
            } catch (ParseException wrong) {
                return bad("The cron expression is not valid: " + wrong.getMessage());
            }
            return new Reading.Good(new Cron(quartz, zone));
        }
    }
}
