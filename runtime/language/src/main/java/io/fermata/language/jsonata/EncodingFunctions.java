// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonata;

import io.fermata.language.jsonata.Function.Builtin;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Base64 of UTF-8, and the escapes of URLs as JavaScript has them.
final class EncodingFunctions {

    private static final String UNRESERVED = "-_.!~*'()";
    private static final String RESERVED = ";/?:@&=+$,#";
    private static final String HEX = "0123456789ABCDEF";

    static final List<Builtin> TABLE = List.of(
            Builtin.of("base64encode", "<s-:s>", EncodingFunctions::base64encode),
            Builtin.of("base64decode", "<s-:s>", EncodingFunctions::base64decode),
            Builtin.of("encodeUrlComponent", "<s-:s>", call -> encode(call, UNRESERVED)),
            Builtin.of("encodeUrl", "<s-:s>", call -> encode(call, UNRESERVED + RESERVED)),
            Builtin.of("decodeUrlComponent", "<s-:s>", call -> decode(call, "")),
            Builtin.of("decodeUrl", "<s-:s>", call -> decode(call, RESERVED)));

    private EncodingFunctions() {}

    private static JsonNode base64encode(Arguments call) {
        call.fuel().text(call.text(0).length() * 4L / 3 + 4);
        var bytes = call.text(0).getBytes(StandardCharsets.UTF_8);
        call.fuel().text((bytes.length + 2L) / 3 * 4);
        return Values.text(Base64.getEncoder().encodeToString(bytes));
    }

    private static JsonNode base64decode(Arguments call) {
        call.fuel().text(call.text(0).length());
        try {
            return Values.text(new String(Base64.getDecoder().decode(call.text(0)), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw new JsonataException(null, "The argument of the base64decode function is not Base64: {0}",
                    List.of(e.getMessage()), -1, null);
        }
    }

    private static JsonNode encode(Arguments call, String kept) {
        var text = call.text(0);
        for (var i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i)) && Quoted.isLone(text, i)) {
                throw malformed(call);
            }
        }
        call.fuel().text(text.length());
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        var length = 0L;
        for (var b : bytes) {
            length += isKept(b, kept) ? 1 : 3;
        }
        call.fuel().text(length);
        var out = new StringBuilder((int) length);
        for (var b : bytes) {
            if (isKept(b, kept)) {
                out.append((char) b);
            } else {
                out.append('%').append(HEX.charAt(b >> 4 & 15)).append(HEX.charAt(b & 15));
            }
        }
        return Values.text(out.toString());
    }

    private static boolean isKept(byte b, String kept) {
        return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || b > 0 && kept.indexOf(b) >= 0;
    }

    private static JsonNode decode(Arguments call, String kept) {
        var text = call.text(0);
        call.fuel().text(text.length());
        var out = new StringBuilder(text.length());
        for (var i = 0; i < text.length(); i++) {
            if (text.charAt(i) != '%') {
                out.append(text.charAt(i));
                continue;
            }
            var end = i;
            while (end < text.length() && text.charAt(end) == '%') {
                end += 3;
            }
            if (end > text.length()) {
                throw malformed(call);
            }
            out.append(decoded(call, text.substring(i, end), kept));
            i = end - 1;
        }
        return Values.text(out.toString());
    }

    private static String decoded(Arguments call, String escapes, String kept) {
        var bytes = new byte[escapes.length() / 3];
        for (var i = 0; i < bytes.length; i++) {
            var high = Character.digit(escapes.charAt(3 * i + 1), 16);
            var low = Character.digit(escapes.charAt(3 * i + 2), 16);
            if (high < 0 || low < 0) {
                throw malformed(call);
            }
            bytes[i] = (byte) (high * 16 + low);
        }
        String text;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException _) {
            throw malformed(call);
        }
        if (kept.isEmpty()) {
            return text;
        }
        var out = new StringBuilder();
        text.chars().forEach(c -> {
            if (kept.indexOf(c) >= 0) {
                out.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
            } else {
                out.append((char) c);
            }
        });
        return out.toString();
    }

    private static JsonataException malformed(Arguments call) {
        return Fault.D3140.with(call.at(0));
    }
}
