// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonata;

import io.fermata.language.jsonata.Function.Builtin;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

/// The functions that AWS adds to JSONata. What has no sensible result gives nothing, as recorded in asl.md section 3.
final class AwsFunctions {

    static final List<Builtin> TABLE = List.of(
            Builtin.of("partition", "<an?:a>", AwsFunctions::partition),
            Builtin.of("range", "<nn?n?:a<n>>", AwsFunctions::range),
            Builtin.of("hash", "<s-s?:s>", AwsFunctions::hash),
            Builtin.total("random", "<n?:n>", AwsFunctions::random),
            Builtin.total("uuid", "<:s>", AwsFunctions::uuid),
            Builtin.of("parse", "<s-:x>", AwsFunctions::parse));

    private static final Set<String> ALGORITHMS = Set.of("MD5", "SHA-1", "SHA-256", "SHA-384", "SHA-512");
    private static final int MAX_DEPTH = 100;
    private static final int MAX_NUMBER = 1_000;

    private static final JsonMapper MAPPER = mapper();

    private AwsFunctions() {}

    private static JsonMapper mapper() {
        var constraints = StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).maxNumberLength(MAX_NUMBER)
                .build();
        return JsonMapper.builder(JsonFactory.builder().streamReadConstraints(constraints).build())
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES).build();
    }

    private static JsonNode partition(Arguments call) {
        var array = call.array(0);
        var size = call.has(1) ? Numeric.truncated(call.number(1)) : 0;
        if (size < 1 || array.isEmpty()) {
            return Values.NOTHING;
        }
        var parts = new Items(call.fuel());
        for (var from = 0L; from < array.size(); from += size) {
            var part = new Items(call.fuel());
            for (var i = (int) from; i < Math.min(array.size(), from + size); i++) {
                part.add(array.get(i));
            }
            parts.add(part.array());
        }
        return parts.array();
    }

    private static JsonNode range(Arguments call) {
        if (!call.has(1) || !call.has(2)) {
            return Values.NOTHING;
        }
        var first = (long) call.number(0);
        var last = (long) call.number(1);
        var step = (long) call.number(2);
        if (step == 0 || step > 0 != last >= first && last != first) {
            return Values.NOTHING;
        }
        var count = ((double) last - first) / step + 1;
        call.fuel().sequence((long) count);
        var items = new Items(call.fuel());
        for (var i = 0L; i < (long) count; i++) {
            call.fuel().bytes(16);
            items.add(Numeric.node(first + i * step));
        }
        return items.sequence();
    }

    private static JsonNode hash(Arguments call) {
        if (!call.has(1)) {
            return Values.NOTHING;
        }
        if (!ALGORITHMS.contains(call.text(1))) {
            throw failure("The algorithm of the hash function must be one of MD5, SHA-1, SHA-256, SHA-384 or SHA-512."
                    + "  It was given {0}", Quoted.of(call.text(1)));
        }
        call.fuel().text(call.text(0).length());
        call.fuel().cheap(call.text(0).length());
        try {
            var digest = MessageDigest.getInstance(call.text(1));
            return Values.text(HexFormat.of().formatHex(digest.digest(call.text(0).getBytes(StandardCharsets.UTF_8))));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has " + call.text(1), e);
        }
    }

    private static JsonNode random(Arguments call) {
        return Numeric.node(call.has(0)
                ? new SplittableRandom((long) call.number(0)).nextDouble()
                : call.evaluator().surroundings().random().nextDouble());
    }

    /// A version 4 UUID.
    private static JsonNode uuid(Arguments call) {
        var random = call.evaluator().surroundings().random();
        var high = random.nextLong() & 0xffff_ffff_ffff_0fffL | 0x4000L;
        var low = random.nextLong() & 0x3fff_ffff_ffff_ffffL | 0x8000_0000_0000_0000L;
        return TextFunctions.made(call, new UUID(high, low).toString());
    }

    private static JsonNode parse(Arguments call) {
        var text = call.text(0);
        call.fuel().text(text.length());
        call.fuel().steps(text.length() / 8);
        call.fuel().bytes(26L * text.length());
        try {
            var value = MAPPER.readTree(text);
            if (value == null || value.isMissingNode()) {
                throw failure("The argument of the parse function is not JSON: {0}", "no content");
            }
            return value;
        } catch (JacksonException e) {
            throw failure("The argument of the parse function is not JSON: {0}", e.getOriginalMessage());
        }
    }

    private static JsonataException failure(String template, String value) {
        return new JsonataException(null, template, List.of(value), -1, null);
    }
}
