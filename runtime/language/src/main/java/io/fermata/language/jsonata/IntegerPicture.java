// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonata;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/// How a whole number is written: digits with grouping, words, Roman numerals or letters. Immutable.
///
/// @param minimum digits at least
/// @param optional places that may stay empty, each a `#`
/// @param zero the first character of the family of digits
/// @param separators in the order of their places, from the right
/// @param width digits exactly when it is read, because digits of another number follow; 0 when it may take all
/// @see <a href="https://www.w3.org/TR/xpath-functions-31/#formatting-integers">XPath functions 3.1, 4.6</a>
record IntegerPicture(Form form, Capitals capitals, boolean ordinal, int minimum, int optional, int zero,
        List<Separator> separators, int width) {

    enum Form {
        DECIMAL,
        LETTERS,
        ROMAN,
        WORDS
    }

    enum Capitals {
        UPPER,
        LOWER,
        TITLE
    }

    /// A character between digits, so many digits from the right.
    record Separator(int place, String character) {}

    /// The first digits of the families that numbers can be written in.
    private static final int[] ZEROS = {0x30, 0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6,
            0x0C66, 0x0CE6, 0x0D66, 0x0DE6, 0x0E50, 0x0ED0, 0x0F20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0,
            0x1A80, 0x1A90, 0x1B50, 0x1BB0, 0x1C40, 0x1C50, 0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0,
            0xFF10};

    static IntegerPicture parse(String picture) {
        var semicolon = picture.lastIndexOf(';');
        var primary = semicolon < 0 ? picture : picture.substring(0, semicolon);
        var ordinal = semicolon >= 0 && picture.startsWith("o", semicolon + 1);
        return switch (primary) {
            case "A" -> other(Form.LETTERS, Capitals.UPPER, ordinal);
            case "a" -> other(Form.LETTERS, Capitals.LOWER, ordinal);
            case "I" -> other(Form.ROMAN, Capitals.UPPER, ordinal);
            case "i" -> other(Form.ROMAN, Capitals.LOWER, ordinal);
            case "W" -> other(Form.WORDS, Capitals.UPPER, ordinal);
            case "w" -> other(Form.WORDS, Capitals.LOWER, ordinal);
            case "Ww" -> other(Form.WORDS, Capitals.TITLE, ordinal);
            default -> decimal(primary, ordinal);
        };
    }

    private static IntegerPicture other(Form form, Capitals capitals, boolean ordinal) {
        return new IntegerPicture(form, capitals, ordinal, 0, 0, '0', List.of(), 0);
    }

    private static IntegerPicture decimal(String picture, boolean ordinal) {
        var zero = 0;
        var minimum = 0;
        var optional = 0;
        var places = 0;
        var separators = new ArrayList<Separator>();
        for (var at = picture.length(); at > 0;) {
            var c = picture.codePointBefore(at);
            at -= Character.charCount(c);
            var family = family(c);
            if (family >= 0) {
                if (zero != 0 && zero != family) {
                    throw Fault.D3131.with();
                }
                zero = family;
                minimum++;
                places++;
            } else if (c == '#') {
                optional++;
                places++;
            } else {
                separators.add(new Separator(places, Character.toString(c)));
            }
        }
        if (minimum == 0) {
            throw Fault.D3130.with(Values.text(picture));
        }
        return new IntegerPicture(Form.DECIMAL, Capitals.LOWER, ordinal, minimum, optional, zero,
                List.copyOf(separators), 0);
    }

    private static int family(int character) {
        for (var zero : ZEROS) {
            if (character >= zero && character < zero + 10) {
                return zero;
            }
        }
        return -1;
    }

    IntegerPicture withMinimum(int digits) {
        return new IntegerPicture(form, capitals, ordinal, digits, optional, zero, separators, width);
    }

    IntegerPicture withWidth(int digits) {
        return new IntegerPicture(form, capitals, ordinal, minimum, optional, zero, separators, digits);
    }

    String format(BigInteger number, Fuel fuel) {
        var size = number.abs();
        var written = switch (form) {
            case DECIMAL -> digits(size, fuel);
            case LETTERS -> NumberWords.letters(size, capitals == Capitals.UPPER ? 'A' : 'a');
            case ROMAN -> cased(NumberWords.roman(size, fuel));
            case WORDS -> cased(NumberWords.of(size, ordinal));
        };
        return number.signum() < 0 ? "-" + written : written;
    }

    private String cased(String text) {
        return switch (capitals) {
            case UPPER -> text.toUpperCase(Locale.ROOT);
            case LOWER -> text.toLowerCase(Locale.ROOT);
            case TITLE -> text;
        };
    }

    private String digits(BigInteger number, Fuel fuel) {
        var plain = number.toString();
        var length = Math.max(minimum, plain.length());
        fuel.text(length + separators.size());
        fuel.steps(length / 2L);
        plain = "0".repeat(Math.max(0, minimum - plain.length())) + plain;
        var regular = regular();
        var out = new StringBuilder();
        for (var i = 0; i < plain.length(); i++) {
            var toTheRight = plain.length() - i;
            if (i > 0) {
                out.append(separator(toTheRight, regular));
            }
            out.appendCodePoint(zero + plain.charAt(i) - '0');
        }
        return ordinal ? out + suffix(plain) : out.toString();
    }

    private String separator(int place, int regular) {
        if (regular > 0) {
            return place % regular == 0 ? separators.getFirst().character() : "";
        }
        for (var separator : separators) {
            if (separator.place() == place) {
                return separator.character();
            }
        }
        return "";
    }

    /// The distance when one separator stands at every multiple of it, else 0.
    private int regular() {
        for (var i = 0; i < separators.size(); i++) {
            var first = separators.getFirst();
            if (separators.get(i).place() != first.place() * (i + 1)
                    || !separators.get(i).character().equals(first.character())) {
                return 0;
            }
        }
        return separators.isEmpty() ? 0 : separators.getFirst().place();
    }

    boolean isRegular() {
        return regular() > 0;
    }

    private static String suffix(String digits) {
        var isTeen = digits.length() > 1 && digits.charAt(digits.length() - 2) == '1';
        return isTeen ? "th" : switch (digits.charAt(digits.length() - 1)) {
            case '1' -> "st";
            case '2' -> "nd";
            case '3' -> "rd";
            default -> "th";
        };
    }

    /// The number that a text tells; nothing when it tells none.
    JsonNode read(String text) {
        var number = switch (form) {
            case DECIMAL -> parseDigits(text);
            case LETTERS -> NumberWords.parseLetters(text, capitals == Capitals.UPPER ? 'A' : 'a');
            case ROMAN -> NumberWords.parseRoman(text);
            case WORDS -> NumberWords.parse(text);
        };
        return Double.isNaN(number) ? Values.NOTHING : Numeric.node(number);
    }

    private double parseDigits(String text) {
        var digits = new StringBuilder();
        var end = ordinal ? Math.max(0, text.length() - 2) : text.length();
        for (var at = 0; at < end;) {
            var c = text.codePointAt(at);
            at += Character.charCount(c);
            if (c >= zero && c < zero + 10) {
                digits.append((char) ('0' + c - zero));
            } else if (c == '-' && digits.isEmpty()) {
                digits.append('-');
            } else if (separators.stream().noneMatch(separator -> separator.character().codePointAt(0) == c)) {
                return Double.NaN;
            }
        }
        var plain = digits.toString();
        return plain.isEmpty() || plain.equals("-") ? Double.NaN : Double.parseDouble(plain);
    }
}
