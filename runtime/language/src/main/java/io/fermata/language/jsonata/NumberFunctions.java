// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonata;

import io.fermata.language.jsonata.Function.Builtin;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// The functions on numbers, those that make texts of them included.
final class NumberFunctions {

    static final List<Builtin> TABLE = List.of(
            Builtin.of("number", "<(nsb)-:n>", NumberFunctions::number),
            Builtin.of("abs", "<n-:n>", call -> whole(call) && call.number(0) >= 0
                    ? call.at(0)
                    : Numeric.node(Math.abs(call.number(0)))),
            Builtin.of("floor", "<n-:n>", call -> whole(call)
                    ? call.at(0)
                    : Numeric.node(Math.floor(call.number(0)))),
            Builtin.of("ceil", "<n-:n>", call -> whole(call) ? call.at(0) : Numeric.node(Math.ceil(call.number(0)))),
            Builtin.of("round", "<n-n?:n>", NumberFunctions::round),
            Builtin.of("sqrt", "<n-:n>", NumberFunctions::sqrt),
            Builtin.of("power", "<n-n:n>", NumberFunctions::power),
            Builtin.total("random", "<:n>", call -> Numeric.node(
                    call.evaluator().surroundings().random().nextDouble())),
            Builtin.of("sum", "<a<n>:n>", NumberFunctions::sum),
            Builtin.of("max", "<a<n>:n>", call -> extreme(call, 1)),
            Builtin.of("min", "<a<n>:n>", call -> extreme(call, -1)),
            Builtin.of("average", "<a<n>:n>", NumberFunctions::average),
            Builtin.of("formatBase", "<n-n?:s>", NumberFunctions::formatBase),
            Builtin.of("formatNumber", "<n-so?:s>", NumberFunctions::formatNumber),
            Builtin.of("formatInteger", "<n-s:s>", NumberFunctions::formatInteger),
            Builtin.of("parseInteger", "<s-s:n>", NumberFunctions::parseInteger));

    private static final Pattern DECIMAL = Pattern.compile("-?[0-9]+(\\.[0-9]+)?([Ee][-+]?[0-9]+)?");
    private static final int MAX_DIGITS = 1_000;

    private NumberFunctions() {}

    private static boolean whole(Arguments call) {
        return Numeric.isLong(call.at(0));
    }

    private static JsonNode number(Arguments call) {
        var value = call.at(0);
        if (value.isNumber()) {
            return value;
        }
        if (value.isBoolean()) {
            return Numeric.node(value.booleanValue() ? 1 : 0);
        }
        var text = value.stringValue();
        if (text.length() <= MAX_DIGITS) {
            var radix = radix(text);
            if (radix > 0 && text.length() > 2) {
                var digits = text.substring(2);
                if (digits.chars().allMatch(c -> Character.digit(c, radix) >= 0 && c < 0x80)) {
                    return Numeric.node(new BigInteger(digits, radix).doubleValue());
                }
            }
            if (DECIMAL.matcher(text).matches() && Double.isFinite(Double.parseDouble(text))) {
                return Numeric.parse(text);
            }
        }
        throw Fault.D3030.with(value);
    }

    private static int radix(String text) {
        return text.length() < 2 || text.charAt(0) != '0' ? 0 : switch (text.charAt(1)) {
            case 'x', 'X' -> 16;
            case 'o', 'O' -> 8;
            case 'b', 'B' -> 2;
            default -> 0;
        };
    }

    /// To the nearest, halves to the even neighbour, counted in decimals as they are written.
    private static JsonNode round(Arguments call) {
        var places = call.has(1) ? Numeric.truncated(call.number(1)) : 0;
        if (whole(call) && places >= 0) {
            return call.at(0);
        }
        var number = call.number(0);
        if (!Double.isFinite(number)) {
            return Numeric.node(number);
        }
        return Numeric.node(rounded(number, places));
    }

    static double rounded(double number, int places) {
        // a double has no more than 17 digits, from 1e-324 to 1e308
        var scale = Math.clamp(places, -310, 350);
        return BigDecimal.valueOf(number).setScale(scale, RoundingMode.HALF_EVEN).doubleValue();
    }

    private static JsonNode sqrt(Arguments call) {
        if (call.number(0) < 0) {
            throw Fault.D3060.with(call.at(0));
        }
        return Numeric.node(Math.sqrt(call.number(0)));
    }

    private static JsonNode power(Arguments call) {
        if (!call.has(1)) {
            return Values.NOTHING;
        }
        var result = Math.pow(call.number(0), call.number(1));
        if (!Double.isFinite(result)) {
            throw Fault.D3061.with(call.at(0), call.at(1));
        }
        return Numeric.node(result);
    }

    private static JsonNode sum(Arguments call) {
        var numbers = call.array(0);
        call.fuel().cheap(4L * numbers.size());
        var exact = 0L;
        var i = 0;
        for (; i < numbers.size() && Numeric.isLong(numbers.get(i)) && Math.abs(exact) < 1L << 52; i++) {
            var next = numbers.get(i).longValue();
            if (Math.abs(next) > 1L << 52) {
                break;
            }
            exact += next;
        }
        var total = (double) exact;
        for (; i < numbers.size(); i++) {
            total += Numeric.of(numbers.get(i));
        }
        return Numeric.node(total);
    }

    private static JsonNode extreme(Arguments call, int sign) {
        var numbers = call.array(0);
        call.fuel().cheap(4L * numbers.size());
        var found = Values.NOTHING;
        for (var i = 0; i < numbers.size(); i++) {
            if (found.isMissingNode() || Numeric.compare(numbers.get(i), found) * sign > 0) {
                found = numbers.get(i);
            }
        }
        return found;
    }

    private static JsonNode average(Arguments call) {
        var numbers = call.array(0);
        call.fuel().cheap(4L * numbers.size());
        if (numbers.isEmpty()) {
            return Values.NOTHING;
        }
        var total = 0.0;
        for (var i = 0; i < numbers.size(); i++) {
            total += Numeric.of(numbers.get(i));
        }
        return Numeric.node(total / numbers.size());
    }

    private static JsonNode formatBase(Arguments call) {
        var radix = call.has(1) ? rounded(call.finite(1), 0) : 10;
        if (radix < 2 || radix > 36) {
            throw Fault.D3100.with(Numeric.text(radix));
        }
        if (whole(call)) {
            return TextFunctions.made(call, Long.toString(call.at(0).longValue(), (int) radix));
        }
        var number = rounded(call.finite(0), 0);
        return TextFunctions.made(call, new BigDecimal(number).toBigInteger().toString((int) radix));
    }

    private static JsonNode formatNumber(Arguments call) {
        if (!call.has(1)) {
            return Values.NOTHING;
        }
        call.fuel().cheap(call.text(1).length() * 4L + 64);
        var symbols = NumberSymbols.of(call.at(2));
        var pictures = NumberPicture.parse(call.text(1), symbols);
        return TextFunctions.made(call, new NumberFormat(symbols, call.fuel()).format(call.number(0), pictures));
    }

    private static JsonNode formatInteger(Arguments call) {
        if (!call.has(1)) {
            return Values.NOTHING;
        }
        call.fuel().cheap(call.text(1).length() * 4L + 64);
        return TextFunctions.made(call, IntegerPicture.parse(call.text(1)).format(floored(call.at(0)), call.fuel()));
    }

    private static BigInteger floored(JsonNode number) {
        if (Numeric.isLong(number)) {
            return BigInteger.valueOf(number.longValue());
        }
        var value = Numeric.of(number);
        if (!Double.isFinite(value)) {
            throw Fault.D1001.with(Double.toString(value));
        }
        return Numeric.integer(Math.floor(value));
    }

    private static JsonNode parseInteger(Arguments call) {
        if (!call.has(1)) {
            return Values.NOTHING;
        }
        call.fuel().cheap((call.text(1).length() + call.text(0).length()) * 4L + 64);
        return IntegerPicture.parse(call.text(1)).read(call.text(0));
    }
}
