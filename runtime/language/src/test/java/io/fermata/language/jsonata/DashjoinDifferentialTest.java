// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonata;

import static org.assertj.core.api.Assertions.assertThat;

import com.dashjoin.jsonata.JException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/// Random expressions, evaluated here and by dashjoin's library, which is a port of JSONata's own code. Where the two
/// differ, the difference is one of those judged in `jsonata/differences.json`, or the test fails. The property
/// `jsonata.differential` sets how many.
class DashjoinDifferentialTest {

    private static final int COUNT = Integer.getInteger("jsonata.differential", 4_000);
    private static final Bounds BOUNDS = new Bounds(10_000_000, Duration.ofSeconds(5), 200, 1_000_000, 1_000_000,
            100_000_000);
    private static final JsonMapper MAPPER = new JsonMapper();

    /// How an evaluation ended, as text that can be compared.
    private record Ending(String text, boolean failed) {}

    @Test
    void differsOnlyWhereItWasJudged() throws Exception {
        var judged = judgements();
        var counts = new TreeMap<String, Integer>();
        var unknown = new ArrayList<String>();
        var generator = new RandomExpressions(42);
        for (var i = 0; i < COUNT; i++) {
            var expression = generator.expression();
            var input = generator.input();
            var ours = ours(expression, input);
            var theirs = theirs(expression, input);
            var kind = kind(expression, input, ours, theirs, judged);
            counts.merge(kind, 1, Integer::sum);
            if (kind.equals("unknown")) {
                unknown.add(
                        expression + "\n  on " + input + "\n  ours   " + ours.text() + "\n  theirs " + theirs.text());
            }
        }
        System.out.println("JSONata beside dashjoin: " + COUNT + " expressions, " + counts);
        assertThat(unknown).isEmpty();
    }

    private static String kind(String expression, JsonNode input, Ending ours, Ending theirs, List<Judged> judged) {
        if (ours.equals(theirs)) {
            return ours.failed() ? "same failure" : "same result";
        }
        for (var judgement : judged) {
            if (judgement.explains(expression, input, ours, theirs)) {
                return judgement.name();
            }
        }
        return "unknown";
    }

    /// Differences of one kind: patterns that the expression and both endings match.
    private record Judged(String name, String expression, String ours, String theirs) {

        boolean explains(String text, JsonNode input, Ending our, Ending their) {
            return (text + " on " + input).matches("(?s)" + expression) && our.text().matches("(?s)" + ours)
                    && their.text().matches("(?s)" + theirs);
        }
    }

    private static List<Judged> judgements() throws Exception {
        try (var in = DashjoinDifferentialTest.class.getResourceAsStream("/jsonata/differences.json")) {
            return MAPPER.readTree(in).valueStream().map(entry -> new Judged(entry.get("name").stringValue(),
                    entry.path("expression").stringValue(".*"), entry.path("ours").stringValue(".*"),
                    entry.path("theirs").stringValue(".*"))).toList();
        }
    }

    private static Ending ours(String expression, JsonNode input) {
        try {
            var outcome = Jsonata.compile(expression, Dialect.STANDARD).evaluate(input, Map.of(),
                    new Surroundings(Instant.EPOCH, new SplittableRandom(1), BOUNDS, System::nanoTime));
            return new Ending(switch (outcome) {
                case Outcome.Value(var value) -> normal(value);
                case Outcome.Nothing() -> "nothing";
                case Outcome.Unsupported() -> "unsupported";
            }, false);
        } catch (JsonataException e) {
            return new Ending(e.code() == null ? e.getMessage() : e.code(), true);
        }
    }

    private static Ending theirs(String expression, JsonNode input) {
        try {
            var compiled = com.dashjoin.jsonata.Jsonata.jsonata(expression);
            compiled.setOutputConvertNulls(false);
            var frame = compiled.createFrame();
            frame.setRuntimeBounds(5_000, 1_000);
            var result = compiled.evaluate(MAPPER.convertValue(input, Object.class), frame);
            return new Ending(result == null ? "nothing" : normal(node(result)), false);
        } catch (JException e) {
            return new Ending(e.getError(), true);
        } catch (RuntimeException e) {
            return new Ending(e.getClass().getSimpleName(), true);
        } catch (StackOverflowError _) {
            return new Ending("a value inside itself", true);
        }
    }

    private static JsonNode node(Object value) {
        var factory = JsonNodeFactory.instance;
        return switch (value) {
            case null -> factory.nullNode();
            case String text -> factory.stringNode(text);
            case Boolean truth -> factory.booleanNode(truth);
            case Double number when !Double.isFinite(number) -> factory.stringNode(number.toString());
            case Number number -> factory.numberNode(number.doubleValue());
            case Map<?, ?> map -> {
                var object = factory.objectNode();
                map.forEach((key, member) -> object.set((String) key, node(member)));
                yield object;
            }
            case List<?> list -> {
                var array = factory.arrayNode();
                list.forEach(item -> array.add(node(item)));
                yield array;
            }
            default -> value == com.dashjoin.jsonata.Jsonata.NULL_VALUE
                    ? factory.nullNode()
                    : factory.stringNode("unsupported");
        };
    }

    /// The value with its keys sorted and its numbers as doubles.
    private static String normal(JsonNode value) {
        return switch (value.getNodeType()) {
            case NUMBER -> String.valueOf(value.decimalValue().doubleValue() + 0.0);
            case STRING -> value.stringValue().matches("Infinity|-Infinity|NaN")
                    ? value.stringValue()
                    : value.toString();
            case ARRAY -> value.valueStream().map(DashjoinDifferentialTest::normal).toList().toString();
            case OBJECT -> {
                var sorted = new TreeMap<String, String>();
                value.properties().forEach(entry -> sorted.put(entry.getKey(), normal(entry.getValue())));
                yield sorted.toString();
            }
            case BOOLEAN, NULL, BINARY, POJO, MISSING -> value.toString();
        };
    }
}
