// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonata;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/// Random and damaged expressions: whatever is written, compiling and evaluating it ends with a value, with nothing, or
/// with a [JsonataException]. The property `fermata.fuzz.rounds` sets how many, `fermata.fuzz.seed` which.
class ExpressionFuzzTest {

    private static final int ROUNDS = Integer.getInteger("fermata.fuzz.rounds", 20_000);
    private static final long SEED = Long.getLong("fermata.fuzz.seed", 1);

    /// Small, so that an expression that goes on for ever costs a round and not a second.
    private static final Bounds BOUNDS = new Bounds(20_000, Duration.ofSeconds(10), 100, 20_000, 5_000, 400_000);

    private static final List<String> PIECES = List.of("(", ")", "[", "]", "{", "}", "$", "$$", "%", "@$i", "#$i", "^(",
            "..", ".", "~>", ":=", "?", ":", "?:", "??", "|", "*", "**", "/x/", "\"", "'", "`", ",", ";",
            "function($x){",
            "λ", " and ", " or ", " in ", "null", "true", "-", "1e308", "9007199254740993", "0", "<s-:n>", "\\u0000",
            "\\", "\n", "/*", "*/", "$map(", "$string(", "$pad(", "$parse(", "$range(", "$formatNumber(", "$toMillis(",
            "$states.input", "é", "\ud83d\ude00", "\ud83d");

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final RandomExpressions generator = new RandomExpressions(SEED);
    private final Map<String, Integer> ends = new TreeMap<>();

    @Test
    void survivesWhateverIsWritten() throws IOException {
        var sources = new ArrayList<>(suite());
        for (var i = 0; i < 500; i++) {
            sources.add(generator.expression());
        }
        for (var round = 0; round < ROUNDS; round++) {
            var text = random.nextInt(4) == 0 ? generator.expression() : damaged(sources);
            try {
                ends.merge(end(text), 1, Integer::sum);
            } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
                throw new AssertionError("round " + round + " of seed " + SEED + ": " + text, e);
            }
        }

        System.out.println("damaged expressions: " + ROUNDS + " " + ends);
        assertThat(ends.keySet()).contains("a value", "nothing", "refused", "failed");
    }

    private String end(String text) {
        Jsonata compiled;
        try {
            compiled = Jsonata.compile(text, random.nextBoolean() ? Dialect.AWS : Dialect.STANDARD);
        } catch (JsonataException e) {
            assertThat(e.getMessage()).isNotBlank();
            return "refused";
        }
        assertThat(compiled.references()).isNotNull();
        try {
            var input = generator.input();
            return switch (compiled.evaluate(input, Map.of("v", input), new Surroundings(Instant.EPOCH, random, BOUNDS,
                    System::nanoTime))) {
                case Outcome.Value(var value) -> {
                    assertThat(value).isNotNull();
                    yield "a value";
                }
                case Outcome.Nothing _ -> "nothing";
                case Outcome.Unsupported _ -> "a function";
            };
        } catch (JsonataException e) {
            assertThat(e.getMessage()).isNotBlank();
            return e.code() == null ? "past a bound" : "failed";
        }
    }

    private String damaged(List<String> sources) {
        var text = new StringBuilder(sources.get(random.nextInt(sources.size())));
        for (var i = 1 + random.nextInt(3); i > 0; i--) {
            var at = random.nextInt(text.length() + 1);
            switch (random.nextInt(5)) {
                case 0 -> text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
                case 1 -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(6)));
                case 2 -> text.insert(at, sources.get(random.nextInt(sources.size())));
                case 3 -> text.insert(at, PIECES.get(random.nextInt(PIECES.size())).repeat(1 + random.nextInt(150)));
                default -> text.insert(at, (char) random.nextInt(0x20, 0x7f));
            }
        }
        return text.toString();
    }

    private static List<String> suite() throws IOException {
        var folder = System.getenv("FERMATA_CONFORMANCE");
        if (folder == null || folder.isBlank()) {
            return List.of();
        }
        var cases = new JsonMapper().readTree(Files.readString(Path.of(folder, "../reference/jsonata-suite.json")));
        return cases.get("cases").valueStream().map(one -> one.path("expr").asString(""))
                .filter(text -> text.length() < 2_000).toList();
    }
}
