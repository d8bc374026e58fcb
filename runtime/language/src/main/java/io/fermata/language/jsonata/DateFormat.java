// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonata;

import io.fermata.language.jsonata.DatePicture.Part;
import io.fermata.language.jsonata.IntegerPicture.Capitals;
import java.math.BigInteger;
import java.time.DayOfWeek;
import java.time.Month;
import java.time.OffsetDateTime;
import java.time.format.TextStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.util.List;
import java.util.Locale;

/// Writes a moment by a picture, in English and the ISO calendar. Stateless.
final class DateFormat {

    private static final IntegerPicture TWO_DIGITS = IntegerPicture.parse("00");

    private DateFormat() {}

    static String format(OffsetDateTime moment, List<Part> parts, Fuel fuel) {
        var out = new StringBuilder();
        for (var part : parts) {
            fuel.step();
            var written = switch (part) {
                case Part.Text(var text) -> text;
                case Part.Component component -> component(moment, component, fuel);
            };
            if ((long) out.length() + written.length() > fuel.maxText()) {
                fuel.text((long) out.length() + written.length());
            }
            out.append(written);
        }
        return out.toString();
    }

    private static String component(OffsetDateTime moment, Part.Component component, Fuel fuel) {
        return switch (component.letter()) {
            case 'Z', 'z' -> offset(moment, component, fuel);
            case 'P' -> {
                var half = moment.getHour() < 12 ? "am" : "pm";
                yield component.names() == Capitals.UPPER ? half.toUpperCase(Locale.ROOT) : half;
            }
            case 'C', 'E' -> "ISO";
            default -> component.names() == null ? number(moment, component, fuel) : name(moment, component);
        };
    }

    private static String number(OffsetDateTime moment, Part.Component component, Fuel fuel) {
        var value = BigInteger.valueOf(value(moment, component.letter()));
        if (component.letter() == 'Y' && component.maximum() > 0) {
            value = value.mod(BigInteger.TEN.pow(Math.min(component.maximum(), 18)));
        }
        return component.picture() == null ? value.toString() : component.picture().format(value, fuel);
    }

    private static long value(OffsetDateTime moment, char letter) {
        // the week belongs to the month and the year of its Thursday
        var thursday = moment.with(ChronoField.DAY_OF_WEEK, DayOfWeek.THURSDAY.getValue());
        return switch (letter) {
            case 'Y' -> moment.getYear();
            case 'M' -> moment.getMonthValue();
            case 'D' -> moment.getDayOfMonth();
            case 'd' -> moment.getDayOfYear();
            case 'F' -> moment.getDayOfWeek().getValue();
            case 'W' -> moment.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
            case 'w' -> (thursday.getDayOfMonth() - 1) / 7 + 1;
            case 'X' -> moment.get(IsoFields.WEEK_BASED_YEAR);
            case 'x' -> thursday.getMonthValue();
            case 'H' -> moment.getHour();
            case 'h' -> moment.getHour() % 12 == 0 ? 12 : moment.getHour() % 12;
            case 'm' -> moment.getMinute();
            case 's' -> moment.getSecond();
            default -> moment.get(ChronoField.MILLI_OF_SECOND);
        };
    }

    private static String name(OffsetDateTime moment, Part.Component component) {
        var value = (int) value(moment, component.letter());
        var name = switch (component.letter()) {
            case 'M', 'x' -> Month.of(value).getDisplayName(TextStyle.FULL, Locale.ENGLISH);
            case 'F' -> DayOfWeek.of(value).getDisplayName(TextStyle.FULL, Locale.ENGLISH);
            default -> throw Fault.D3133.with(Quoted.of(String.valueOf(component.letter())));
        };
        if (component.names() == Capitals.UPPER) {
            name = name.toUpperCase(Locale.ROOT);
        } else if (component.names() == Capitals.LOWER) {
            name = name.toLowerCase(Locale.ROOT);
        }
        return component.maximum() > 0 && name.length() > component.maximum()
                ? name.substring(0, component.maximum())
                : name;
    }

    private static String offset(OffsetDateTime moment, Part.Component component, Fuel fuel) {
        var seconds = moment.getOffset().getTotalSeconds();
        if (component.modifier() == 't' && seconds == 0) {
            return "Z";
        }
        var minutes = Math.abs(seconds) / 60;
        var picture = component.picture() == null ? TWO_DIGITS : component.picture();
        var together = BigInteger.valueOf(minutes / 60 * 100 + minutes % 60);
        String written;
        if (picture.isRegular() || !picture.separators().isEmpty()) {
            written = picture.format(together, fuel);
        } else {
            written = switch (picture.minimum()) {
                case 1, 2 -> picture.format(BigInteger.valueOf(minutes / 60), fuel)
                        + (minutes % 60 == 0 ? "" : ":" + TWO_DIGITS.format(BigInteger.valueOf(minutes % 60), fuel));
                case 3, 4 -> picture.format(together, fuel);
                default -> throw Fault.D3134.with();
            };
        }
        return (component.letter() == 'z' ? "GMT" : "") + (seconds < 0 ? "-" : "+") + written;
    }
}
