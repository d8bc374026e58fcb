// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonata;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The test suite of the JSONata project, all cases, strictly. What differs is listed with its reason; a listed case that
/// passes fails the test as well, so that the list stays true.
class JsonataSuiteTest {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

    /// Wider than those of a state machine: the suite counts to two hundred thousand.
    private static final Bounds BOUNDS = new Bounds(50_000_000, Duration.ofSeconds(30), 500, 50_000_000, 12_000_000,
            2_000_000_000L);

    @Test
    void passesTheSuiteButForWhatIsListed() throws IOException {
        var suite = suite();
        var listed = exceptions();
        var failures = new TreeMap<String, String>();
        var passed = 0;
        for (var example : suite.get("cases")) {
            var difference = difference(example, suite.get("datasets"));
            if (difference == null) {
                passed++;
            } else {
                failures.put(example.get("group").stringValue() + "/" + example.get("case").stringValue(),
                        example.get("expr").stringValue() + " -> " + difference);
            }
        }
        System.out.println("JSONata suite: " + passed + " of " + suite.get("cases").size() + " cases pass");

        var unlisted = new TreeMap<>(failures);
        unlisted.keySet().removeAll(listed.keySet());
        assertThat(unlisted).isEmpty();
        var passing = new ArrayList<>(listed.keySet());
        passing.removeAll(failures.keySet());
        assertThat(passing).as("listed, but passing").isEmpty();
        assertThat(passed).isEqualTo(suite.get("cases").size() - listed.size());
    }

    private static JsonNode suite() throws IOException {
        var folder = System.getenv("FERMATA_CONFORMANCE");
        Assumptions.assumeTrue(folder != null && !folder.isBlank(),
                "FERMATA_CONFORMANCE is not set: the JSONata suite is not run");
        var file = Path.of(folder).resolveSibling("reference").resolve("jsonata-suite.json");
        Assumptions.assumeTrue(Files.exists(file), file + " is not there: the JSONata suite is not run");
        return MAPPER.readTree(Files.readString(file));
    }

    private static Map<String, String> exceptions() throws IOException {
        try (var in = JsonataSuiteTest.class.getResourceAsStream("/jsonata/suite-exceptions.json")) {
            var listed = new LinkedHashMap<String, String>();
            MAPPER.readTree(in).properties()
                    .forEach(entry -> listed.put(entry.getKey(), entry.getValue().stringValue()));
            return listed;
        }
    }

    private static String difference(JsonNode example, JsonNode datasets) {
        var input = example.has("dataset") ? datasets.get(example.get("dataset").stringValue()) : example.get("data");
        var variables = new LinkedHashMap<String, JsonNode>();
        if (example.has("bindings")) {
            example.get("bindings").properties().forEach(e -> variables.put(e.getKey(), e.getValue()));
        }
        try {
            var outcome = Jsonata.compile(example.get("expr").stringValue(), Dialect.STANDARD).evaluate(input,
                    variables,
                    new Surroundings(Instant.now(), new SplittableRandom(1), bounds(example), System::nanoTime));
            return compared(example, outcome);
        } catch (JsonataException e) {
            return failed(example, e);
        } catch (RuntimeException | StackOverflowError e) {
            return e + " at " + (e.getStackTrace().length > 0 ? e.getStackTrace()[0] : "?");
        }
    }

    /// The suite's depth counts evaluations inside each other, which are three for each call.
    private static Bounds bounds(JsonNode example) {
        return example.has("depth")
                ? new Bounds(BOUNDS.steps(), Duration.ofMillis(example.get("timelimit").intValue()),
                        example.get("depth").intValue() / 3, BOUNDS.stringLength(), BOUNDS.sequenceLength(),
                        BOUNDS.bytes())
                : BOUNDS;
    }

    private static String compared(JsonNode example, Outcome outcome) {
        if (example.has("code") || example.has("error")) {
            return "no failure but " + outcome;
        }
        return switch (outcome) {
            case Outcome.Value(var value) when !isPlain(value) -> "kinds of nodes that only an evaluation knows";
            case Outcome.Value(var value) -> example.has("result") && equal(example.get("result"), value)
                    ? null
                    : value + " instead of " + example.get("result");
            case Outcome.Nothing() -> example.has("undefinedResult") ? null : "nothing";
            case Outcome.Unsupported() -> "unsupported";
        };
    }

    private static String failed(JsonNode example, JsonataException e) {
        var error = example.get("error");
        var expected = error == null ? example.get("code") : error.get("code");
        // the code of the suite's own runner for an evaluation that was stopped
        if (expected != null && expected.stringValue().equals("U1001")) {
            return e.code() == null ? null : e.code();
        }
        if (expected == null || !expected.stringValue().equals(e.code())) {
            return e.code() + ": " + e.getMessage() + " instead of " + expected;
        }
        if (error != null && error.has("message") && !error.get("message").stringValue().equals(e.getMessage())) {
            return "the message " + e.getMessage();
        }
        if (error != null && error.has("token") && !error.get("token").stringValue().equals(e.token())) {
            return "the token " + e.token();
        }
        return example.has("token") && !example.get("token").stringValue().equals(e.token())
                ? "the token " + e.token()
                : null;
    }

    private static boolean isPlain(JsonNode value) {
        return !(value instanceof Internal) && !(value instanceof Sequence) && !(value instanceof Constructed)
                && value.valueStream().allMatch(JsonataSuiteTest::isPlain);
    }

    private static boolean equal(JsonNode left, JsonNode right) {
        return left.equals((a, b) -> a.isNumber() && b.isNumber()
                ? a.decimalValue().compareTo(b.decimalValue())
                : a.equals(b) ? 0 : 1, right);
    }
}
