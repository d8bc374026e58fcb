// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonata;

import io.fermata.language.jsonata.Function.Builtin;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The functions on moments, which are milliseconds or texts. There is one now for a whole evaluation.
final class TimeFunctions {

    static final List<Builtin> TABLE = List.of(
            Builtin.total("now", "<s?s?:s>", TimeFunctions::now),
            Builtin.total("millis", "<:n>", call -> Numeric.node(
                    call.evaluator().surroundings().now().toEpochMilli())),
            Builtin.of("fromMillis", "<n-s?s?:s>", call -> format(call, moment(call.number(0)), 1)),
            Builtin.of("toMillis", "<s-s?:n>", TimeFunctions::toMillis));

    private static final String ISO = "[Y0001]-[M01]-[D01]T[H01]:[m01]:[s01].[f001][Z01:01t]";
    private static final Pattern ISO_FORM = Pattern.compile("(\\d{4})(?:-(\\d\\d))?(?:-(\\d\\d))?"
            + "(?:T(\\d\\d):(\\d\\d):(\\d\\d)(?:\\.(\\d{1,9})\\d*)?(?:Z|([+-])(\\d\\d):?(\\d\\d))?)?");
    private static final double MAX_MILLIS = 8.64e15;
    private static final int MAX_LENGTH = 100;

    private TimeFunctions() {}

    private static Instant moment(double millis) {
        if (!(Math.abs(millis) <= MAX_MILLIS)) {
            throw Fault.D1001.with(Double.toString(millis));
        }
        return Instant.ofEpochMilli((long) millis);
    }

    private static JsonNode now(Arguments call) {
        return format(call, call.evaluator().surroundings().now(), 0);
    }

    /// The moment as a text; the picture stands at a place of the arguments, the offset behind it.
    private static JsonNode format(Arguments call, Instant moment, int place) {
        var picture = call.has(place) ? call.text(place) : ISO;
        charge(call, picture);
        var offset = call.has(place + 1) ? offset(call.text(place + 1)) : ZoneOffset.UTC;
        return TextFunctions.made(call,
                DateFormat.format(moment.atOffset(offset), DatePicture.parse(picture), call.fuel()));
    }

    /// The parts of a picture are larger than its text.
    private static void charge(Arguments call, String picture) {
        call.fuel().steps(4L + picture.length());
        call.fuel().bytes(160L + 120L * picture.length());
    }

    /// `+0100`: hours and minutes.
    private static ZoneOffset offset(String text) {
        try {
            var number = Integer.parseInt(text);
            return ZoneOffset.ofHoursMinutes(number / 100, number % 100);
        } catch (NumberFormatException | DateTimeException _) {
            throw new JsonataException(null, "The timezone must be an offset such as +0100. Given {0}",
                    List.of(Quoted.of(text)), -1, null);
        }
    }

    private static JsonNode toMillis(Arguments call) {
        call.fuel().cheap(call.text(0).length());
        if (!call.has(1)) {
            return Numeric.node(iso(call.at(0)));
        }
        charge(call, call.text(1));
        var picture = DatePicture.parse(call.text(1));
        return new DateReading(call.text(0), call.evaluator().surroundings().now()).millis(picture);
    }

    private static long iso(JsonNode value) {
        var form = ISO_FORM.matcher(value.stringValue());
        if (value.stringValue().length() > MAX_LENGTH || !form.matches()) {
            throw Fault.D3110.with(value);
        }
        try {
            var date = LocalDate.of(number(form.group(1), 1), number(form.group(2), 1), number(form.group(3), 1));
            var fraction = form.group(7) == null ? "" : form.group(7);
            var time = LocalTime.of(number(form.group(4), 0), number(form.group(5), 0), number(form.group(6), 0),
                    number((fraction + "000000000").substring(0, 9), 0));
            var sign = "-".equals(form.group(8)) ? -1 : 1;
            var offset = ZoneOffset.ofHoursMinutes(sign * number(form.group(9), 0), sign * number(form.group(10), 0));
            return date.atTime(time).toInstant(offset).toEpochMilli();
        } catch (DateTimeException _) {
            throw Fault.D3110.with(value);
        }
    }

    private static int number(@Nullable String digits, int otherwise) {
        return digits == null ? otherwise : Integer.parseInt(digits);
    }
}
