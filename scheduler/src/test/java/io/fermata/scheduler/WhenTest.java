// SPDX-License-Identifier: Apache-2.0
package io.fermata.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WhenTest {

    private static final Instant ANCHOR = Instant.parse("2026-01-01T00:00:00Z");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # Berlin: 02:30 does not exist on 28 March 2027, and comes twice on 31 October 2027.
            cron(30 2 * * ? *)     | Europe/Berlin      | 2027-03-27T00:00:00Z | 2027-03-27T01:30:00Z 2027-03-29T00:30:00Z
            cron(30 2 * * ? *)     | Europe/Berlin      | 2027-10-30T12:00:00Z | 2027-10-31T00:30:00Z 2027-11-01T01:30:00Z
            # New York: 02:30 does not exist on 14 March 2027; 01:30 comes twice on 7 November 2027.
            cron(30 2 * * ? *)     | America/New_York   | 2027-03-13T12:00:00Z | 2027-03-15T06:30:00Z 2027-03-16T06:30:00Z
            cron(30 1 * * ? *)     | America/New_York   | 2027-11-06T12:00:00Z | 2027-11-07T05:30:00Z 2027-11-08T06:30:00Z
            # Lord Howe changes by half an hour: 02:15 does not exist on 3 October 2027, 01:45 comes twice on 4 April 2027.
            cron(15 2 * * ? *)     | Australia/Lord_Howe | 2027-10-02T00:00:00Z | 2027-10-03T15:15:00Z 2027-10-04T15:15:00Z
            cron(45 1 * * ? *)     | Australia/Lord_Howe | 2027-04-03T00:00:00Z | 2027-04-03T14:45:00Z 2027-04-04T15:15:00Z
            # Kathmandu has no clock changes and an odd offset.
            cron(0 9 * * ? *)      | Asia/Kathmandu     | 2027-01-01T00:00:00Z | 2027-01-01T03:15:00Z 2027-01-02T03:15:00Z
            # Every half hour through the night of the change: the hour that comes twice counts once.
            cron(0/30 * * * ? *)   | Europe/Berlin      | 2027-10-31T00:00:00Z | 2027-10-31T00:30:00Z 2027-10-31T02:00:00Z
            # The signs of AWS: Sunday is 1, L is the last, W the nearest weekday, # the n-th.
            cron(0 0 ? * 1 *)      | UTC                | 2026-02-28T00:00:00Z | 2026-03-01T00:00:00Z 2026-03-08T00:00:00Z
            cron(0 0 ? * 2#1 *)    | UTC                | 2026-03-01T00:00:00Z | 2026-03-02T00:00:00Z 2026-04-06T00:00:00Z
            cron(0 0 ? * 6L *)     | UTC                | 2026-03-01T00:00:00Z | 2026-03-27T00:00:00Z 2026-04-24T00:00:00Z
            cron(0 0 L * ? *)      | UTC                | 2026-02-01T00:00:00Z | 2026-02-28T00:00:00Z 2026-03-31T00:00:00Z
            cron(0 0 15W * ? *)    | UTC                | 2026-08-01T00:00:00Z | 2026-08-14T00:00:00Z 2026-09-15T00:00:00Z
            cron(0 18 ? * MON-FRI) | UTC                | 2026-03-06T18:00:00Z | 2026-03-09T18:00:00Z 2026-03-10T18:00:00Z
            rate(5 minutes)        | UTC                | 2026-01-01T00:07:00Z | 2026-01-01T00:10:00Z 2026-01-01T00:15:00Z
            rate(1 day)            | Europe/Berlin      | 2026-03-28T12:00:00Z | 2026-03-29T00:00:00Z 2026-03-30T00:00:00Z
            at(2027-10-31T02:30:00) | Europe/Berlin     | 2026-01-01T00:00:00Z | 2027-10-31T00:30:00Z
            """)
    void fallsOnTheMomentsThatAwsNames(String expression, String zone, Instant after, String expected) {
        var when = ((When.Reading.Good) When.read(expression, zone)).when();

        var moments = new ArrayList<String>();
        var next = when.next(after, ANCHOR);
        while (next.isPresent() && moments.size() < 2) {
            moments.add(next.get().toString());
            next = when.next(next.get(), ANCHOR);
        }

        assertThat(moments).isEqualTo(List.of(expected.split(" ")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            every day               | UTC           | The expression is cron(...), rate(...) or at(...)
            rate(0 minutes)         | UTC           | A rate is a whole number from 1
            rate(5 seconds)         | UTC           | A rate is a whole number from 1
            rate(99999999 days)     | UTC           | A rate is at most 3,660 days
            cron(0 9 * * * *)       | UTC           | Exactly one of the fields day of month and day of week must be ?
            cron(0 9 ? * ? *)       | UTC           | Exactly one of the fields day of month and day of week must be ?
            cron(0 9 * *)           | UTC           | A cron expression has 5 or 6 fields
            cron(0 25 * * ? *)      | UTC           | The cron expression is not valid
            cron(0? 9 * * ? *)      | UTC           | The field minutes of the cron expression has a sign
            at(2026-02-30T00:00:00) | UTC           | A single moment is at(yyyy-mm-ddThh:mm:ss)
            at(2027-03-28T02:30:00) | Europe/Berlin | does not exist in Europe/Berlin
            rate(1 day)             | Mars/Olympus  | The zone is an IANA name
            rate(1 day)             | +02:00        | The zone is an IANA name
            """)
    void refusesWithTheRuleAndAnExample(String expression, String zone, String sentence) {
        assertThat(When.read(expression, zone)).isInstanceOfSatisfying(When.Reading.Bad.class,
                bad -> assertThat(bad.sentence()).contains(sentence));
    }

    @Test
    void aCalendarThatIsOverHasNoNextMoment() {
        var when = ((When.Reading.Good) When.read("cron(0 0 1 1 ? 2026)", "UTC")).when();

        assertThat(when.next(Instant.parse("2026-06-01T00:00:00Z"), ANCHOR)).isEmpty();
    }

    @Test
    void aRateBeginsWithItsSchedule() {
        var when = ((When.Reading.Good) When.read("rate(1 hour)", "UTC")).when();

        assertThat(when.next(ANCHOR.minusMillis(1), ANCHOR)).contains(ANCHOR);
    }
}
