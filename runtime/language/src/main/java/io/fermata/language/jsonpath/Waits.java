// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonpath;

import io.fermata.language.EvaluationException;
import io.fermata.language.Json;
import io.fermata.language.Numbers;
import io.fermata.language.Scope;
import io.fermata.language.Timestamps;
import io.fermata.language.WaitUntil;
import java.time.Instant;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// The ways to say when a Wait state ends.
public final class Waits {

    /// The longest delay in seconds that AWS accepts: about 68 years, recorded at 24,856 days.
    private static final long MAX_SECONDS = Integer.MAX_VALUE;

    private Waits() {}

    /// `Seconds`.
    public record Seconds(long seconds) implements WaitUntil {

        @Override
        public Instant resolve(Scope scope, Instant now) {
            return now.plusSeconds(seconds);
        }

        @Override
        public Set<String> variables() {
            return Set.of();
        }
    }

    /// `SecondsPath`.
    public record SecondsPath(JsonPath path) implements WaitUntil {

        @Override
        public Instant resolve(Scope scope, Instant now) {
            var value = switch (path.find(scope)) {
                case Lookup.Found(var found) -> found;
                case Lookup.Missed _ -> throw runtime(
                        "The SecondsPath parameter does not reference an input value: " + path.text());
            };
            var seconds = Numbers.whole(value);
            if (seconds == null) {
                throw runtime("The SecondsPath parameter cannot be parsed as a long value: " + compared(path, value));
            }
            if (seconds < 0) {
                throw runtime("The SecondsPath parameter references a negative value: " + compared(path, value));
            }
            if (seconds > MAX_SECONDS) {
                throw tooLong();
            }
            return now.plusSeconds(seconds);
        }

        @Override
        public Set<String> variables() {
            return path.variables();
        }
    }

    /// `Timestamp`.
    public record Timestamp(Instant until) implements WaitUntil {

        @Override
        public Instant resolve(Scope scope, Instant now) {
            return near(until, now);
        }

        @Override
        public Set<String> variables() {
            return Set.of();
        }
    }

    /// `TimestampPath`.
    public record TimestampPath(JsonPath path) implements WaitUntil {

        @Override
        public Instant resolve(Scope scope, Instant now) {
            var value = switch (path.find(scope)) {
                case Lookup.Found(var found) -> found;
                case Lookup.Missed _ -> throw runtime(
                        "The TimestampPath parameter does not reference an input value: " + path.text());
            };
            var until = value.isString() ? Timestamps.parse(value.stringValue()) : null;
            if (until == null) {
                throw runtime("The TimestampPath parameter does not reference a valid ISO-8601 extended offset"
                        + " date-time format string: " + compared(path, value));
            }
            return near(until, now);
        }

        @Override
        public Set<String> variables() {
            return path.variables();
        }
    }

    /// The moment, unless it is further away than a wait may be.
    public static Instant near(Instant until, Instant now) {
        if (until.isAfter(now.plusSeconds(MAX_SECONDS))) {
            throw tooLong();
        }
        return until;
    }

    private static String compared(JsonPath path, JsonNode value) {
        return path.text() + " == " + (value.isString() ? value.stringValue() : Json.write(value));
    }

    private static EvaluationException tooLong() {
        return runtime("Wait state delay is too long.");
    }

    private static EvaluationException runtime(String reason) {
        return new EvaluationException("States.Runtime", reason);
    }
}
