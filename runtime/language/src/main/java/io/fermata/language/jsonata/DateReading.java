// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonata;

import io.fermata.language.jsonata.DatePicture.Part;
import io.fermata.language.jsonata.IntegerPicture.Form;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.TextStyle;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/// Reads a moment from a text by a picture. What the picture does not name is taken from now when it is larger than what
/// it names, and is the smallest value when it is smaller. Used once.
final class DateReading {

    private final String text;
    private final OffsetDateTime now;
    private final Map<Character, Double> read = new HashMap<>();
    private int at;
    private boolean failed;

    DateReading(String text, Instant now) {
        this.text = text;
        this.now = now.atOffset(ZoneOffset.UTC);
    }

    /// Milliseconds; nothing when the text is not of the form, or the form names no component.
    JsonNode millis(List<Part> picture) {
        picture.forEach(DateReading::check);
        for (var part : picture) {
            if (!failed) {
                part(part);
            }
        }
        if (failed || at < text.length() || read.isEmpty()) {
            return Values.NOTHING;
        }
        try {
            return Numeric.node(composed());
        } catch (DateTimeException | ArithmeticException _) {
            return Values.NOTHING;
        }
    }

    private static void check(Part part) {
        if (part instanceof Part.Component component && component.names() != null
                && "MxFPCE".indexOf(component.letter()) < 0) {
            throw Fault.D3133.with(Quoted.of(String.valueOf(component.letter())));
        }
    }

    private void part(Part part) {
        switch (part) {
            case Part.Text(var literal) -> {
                failed = !text.regionMatches(true, at, literal, 0, literal.length());
                at += literal.length();
            }
            case Part.Component component -> component(component);
        }
    }

    private void component(Part.Component component) {
        var letter = component.letter();
        if (letter == 'Z' || letter == 'z') {
            offset(component);
        } else if (letter == 'P') {
            var half = text.substring(at, Math.min(at + 2, text.length())).toLowerCase(Locale.ROOT);
            failed = !half.equals("am") && !half.equals("pm");
            at += 2;
            read.put('P', half.equals("pm") ? 1.0 : 0.0);
        } else if (component.names() != null) {
            name(component);
        } else if (component.picture() != null) {
            number(letter, component.picture());
        }
    }

    private void number(char letter, IntegerPicture picture) {
        var start = at;
        switch (picture.form()) {
            case DECIMAL -> digits(picture);
            case LETTERS, ROMAN -> letters();
            case WORDS -> words();
        }
        var written = text.substring(start, at);
        if (letter == 'f' && picture.form() == Form.DECIMAL) {
            var digits = written + "000";
            read.put('f', written.isEmpty() ? Double.NaN : Double.parseDouble(digits.substring(0, 3)));
            failed = written.isEmpty();
            return;
        }
        var cased = picture.form() == Form.LETTERS && picture.capitals() == IntegerPicture.Capitals.UPPER
                ? written.toUpperCase(Locale.ROOT)
                : written;
        var value = picture.read(cased);
        failed = written.isEmpty() || value.isMissingNode();
        read.put(letter, failed ? Double.NaN : Numeric.of(value));
    }

    private void digits(IntegerPicture picture) {
        var count = 0;
        while (at < text.length() && (picture.width() == 0 || count < picture.width())) {
            var c = text.codePointAt(at);
            var isDigit = c >= picture.zero() && c < picture.zero() + 10;
            if (!isDigit && picture.separators().stream().noneMatch(s -> s.character().codePointAt(0) == c)) {
                break;
            }
            count += isDigit ? 1 : 0;
            at += Character.charCount(c);
        }
        if (picture.ordinal() && at + 2 <= text.length()
                && List.of("st", "nd", "rd", "th").contains(text.substring(at, at + 2).toLowerCase(Locale.ROOT))) {
            at += 2;
        } else if (picture.ordinal()) {
            failed = true;
        }
    }

    private void letters() {
        while (at < text.length() && Character.isLetter(text.charAt(at))) {
            at++;
        }
    }

    /// Words of numbers and what joins them, but no joint at the end.
    private void words() {
        var end = at;
        while (at < text.length()) {
            var start = at;
            letters();
            var word = text.substring(start, at).toLowerCase(Locale.ROOT);
            if (!NumberWords.isWord(word)) {
                break;
            }
            end = word.equals("and") ? end : at;
            while (at < text.length() && "-, ".indexOf(text.charAt(at)) >= 0) {
                at++;
            }
        }
        at = end;
    }

    private void name(Part.Component component) {
        var start = at;
        letters();
        var written = text.substring(start, at);
        if (component.letter() == 'C' || component.letter() == 'E') {
            return;
        }
        var names = component.letter() == 'F'
                ? IntStream.rangeClosed(1, 7).mapToObj(day -> DayOfWeek.of(day).getDisplayName(TextStyle.FULL,
                        Locale.ENGLISH)).toList()
                : IntStream.rangeClosed(1, 12).mapToObj(month -> Month.of(month).getDisplayName(TextStyle.FULL,
                        Locale.ENGLISH)).toList();
        var maximum = component.maximum();
        var found = IntStream.range(0, names.size()).filter(i -> {
            var name = names.get(i);
            return (maximum > 0 && name.length() > maximum ? name.substring(0, maximum) : name)
                    .equalsIgnoreCase(written);
        }).findFirst();
        failed = found.isEmpty();
        read.put(component.letter(), found.isEmpty() ? Double.NaN : found.getAsInt() + 1.0);
    }

    private void offset(Part.Component component) {
        if (component.modifier() == 't' && at < text.length() && text.charAt(at) == 'Z') {
            at++;
            read.put('Z', 0.0);
            return;
        }
        if (component.letter() == 'z') {
            failed = !text.startsWith("GMT", at);
            at = Math.min(at + 3, text.length());
        }
        var sign = at < text.length() ? text.charAt(at) : ' ';
        failed |= sign != '+' && sign != '-';
        at++;
        var start = Math.min(at, text.length());
        while (at < text.length() && (Character.isDigit(text.charAt(at)) || text.charAt(at) == ':')) {
            at++;
        }
        var written = text.substring(start, Math.max(start, Math.min(at, text.length())));
        var colon = written.indexOf(':');
        var hours = colon >= 0
                ? written.substring(0, colon)
                : written.length() > 2 ? written.substring(0, written.length() - 2) : written;
        var minutes = colon >= 0 ? written.substring(colon + 1) : written.substring(hours.length());
        if (failed || hours.isEmpty() || hours.length() > 2 || minutes.length() > 2 || minutes.contains(":")) {
            failed = true;
            return;
        }
        var total = Integer.parseInt(hours) * 60 + (minutes.isEmpty() ? 0 : Integer.parseInt(minutes));
        read.put('Z', (double) (sign == '-' ? -total : total));
    }

    private boolean only(String allowed, String among) {
        return among.chars().filter(c -> read.containsKey((char) c)).allMatch(c -> allowed.indexOf(c) >= 0);
    }

    private double composed() {
        var dates = "YXMxWwdD";
        var named = dates.chars().anyMatch(c -> read.containsKey((char) c));
        var date = !named || only("YMD", dates) ? "YMD" : only("Yd", dates) ? "Yd" : "";
        if (date.isEmpty()) {
            throw Fault.D3136.with();
        }
        fill(date + (read.containsKey('h') || read.containsKey('P') ? "Phmsf" : "Hmsf"));
        var day = date.equals("Yd")
                ? LocalDate.of(whole('Y'), 1, 1).plusDays(whole('d') - 1L)
                : LocalDate.of(whole('Y'), 1, 1).plusMonths(whole('M') - 1L).plusDays(whole('D') - 1L);
        var hour = read.containsKey('h') ? whole('h') % 12 + 12 * whole('P') : whole('H');
        var seconds = day.toEpochDay() * 86_400L + hour * 3_600L + whole('m') * 60L + whole('s');
        return seconds * 1_000.0 + whole('f') - read.getOrDefault('Z', 0.0) * 60_000;
    }

    /// What is not named: before the first one that is, now; behind the last one, the smallest; between is an error.
    private void fill(String components) {
        var started = false;
        var ended = false;
        for (var i = 0; i < components.length(); i++) {
            var letter = components.charAt(i);
            if (read.containsKey(letter)) {
                if (ended) {
                    throw Fault.D3136.with();
                }
                started = true;
            } else if (started) {
                read.put(letter, "MDd".indexOf(letter) >= 0 ? 1.0 : 0.0);
                ended = true;
            } else {
                read.put(letter, present(letter));
            }
        }
    }

    private double present(char letter) {
        return switch (letter) {
            case 'Y' -> now.getYear();
            case 'M' -> now.getMonthValue();
            case 'D' -> now.getDayOfMonth();
            case 'd' -> now.getDayOfYear();
            case 'H' -> now.getHour();
            case 'h' -> now.getHour() % 12;
            case 'P' -> now.getHour() / 12;
            case 'm' -> now.getMinute();
            case 's' -> now.getSecond();
            default -> 0;
        };
    }

    private int whole(char letter) {
        return Math.toIntExact((long) (double) read.getOrDefault(letter, 0.0));
    }
}
