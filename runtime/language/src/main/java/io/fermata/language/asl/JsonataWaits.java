// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.asl;

import io.fermata.language.EvaluationException;
import io.fermata.language.Expression;
import io.fermata.language.Scope;
import io.fermata.language.Timestamps;
import io.fermata.language.WaitUntil;
import io.fermata.language.jsonpath.Waits;
import java.time.Instant;
import java.util.Set;

/// The two ways of a JSONata state to say when a wait ends.
final class JsonataWaits {

    /// Beyond this a moment cannot be computed; it is far beyond the longest wait.
    private static final long MOST_SECONDS = 1L << 40;

    private JsonataWaits() {}

    /// `Seconds`.
    ///
    /// @param seconds gives a whole number, 0 or more
    record Seconds(Expression seconds) implements WaitUntil {

        @Override
        public Instant resolve(Scope scope, Instant now) {
            var delay = Math.min(seconds.evaluate(scope).longValue(), MOST_SECONDS);
            return Waits.near(now.plusSeconds(delay), now);
        }

        @Override
        public Set<String> variables() {
            return seconds.variables();
        }
    }

    /// `Timestamp`.
    ///
    /// @param timestamp gives a string
    record Timestamp(Expression timestamp) implements WaitUntil {

        @Override
        public Instant resolve(Scope scope, Instant now) {
            var text = timestamp.evaluate(scope).stringValue();
            var until = Timestamps.parse(text);
            if (until == null) {
                throw EvaluationException.unusable("Timestamp", "The Timestamp field cannot be parsed as an ISO-8601"
                        + " extended offset date-time format string: " + text);
            }
            return Waits.near(until, now);
        }

        @Override
        public Set<String> variables() {
            return timestamp.variables();
        }
    }
}
