// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.bench;

import io.fermata.language.Json;
import io.fermata.language.Parsed;
import io.fermata.language.asl.Asl;
import io.fermata.language.jsonata.Bounds;
import io.fermata.language.jsonata.Surroundings;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import tools.jackson.databind.JsonNode;

/// What a simple path costs in either query language, as a state evaluates it: `$.customer.address.city` of JSONPath
/// beside `$states.input.customer.address.city` of JSONata, on documents of about 1 KB and 100 KB.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PathBenchmark {

    /// Numbers of order lines.
    @Param({"10", "1400"})
    public int lines;

    private io.fermata.language.@org.jspecify.annotations.Nullable Scope scope;
    private io.fermata.language.@org.jspecify.annotations.Nullable Expression jsonPath;
    private io.fermata.language.@org.jspecify.annotations.Nullable Expression jsonata;

    /// Compiles both expressions and makes the document.
    @Setup
    public void prepare() {
        var document = new StringBuilder("{\"customer\":{\"address\":{\"city\":\"Ghent\"}},\"lines\":[");
        for (int i = 0; i < lines; i++) {
            document.append(i == 0 ? "" : ",").append("{\"sku\":\"A-").append(i)
                    .append("\",\"price\":12.5,\"quantity\":3,\"note\":\"some words\"}");
        }
        var surroundings = new Surroundings(Instant.EPOCH, new SplittableRandom(1), Bounds.DEFAULT, System::nanoTime);
        scope = new io.fermata.language.Scope(Json.parse(document + "]}"), Map.of(), Json.parse("{}"), surroundings);
        jsonPath = arguments("\"Parameters\":{\"city.$\":\"$.customer.address.city\"}", "JSONPath");
        jsonata = arguments("\"Arguments\":{\"city\":\"{% $states.input.customer.address.city %}\"}", "JSONata");
    }

    private static io.fermata.language.Expression arguments(String field, String language) {
        var text = """
                {"StartAt":"P","QueryLanguage":"%s","States":{"P":{"Type":"Parallel",%s,"End":true,
                 "Branches":[{"StartAt":"S","States":{"S":{"Type":"Succeed"}}}]}}}""".formatted(language, field);
        return switch (Asl.parse(text)) {
            case Parsed.Valid(var definition, _) ->
                Objects.requireNonNull(definition.flow().state("P").io().arguments());
            case Parsed.Invalid(var diagnostics) -> throw new IllegalStateException(diagnostics.toString());
        };
    }

    /// A payload template with one path.
    @Benchmark
    public JsonNode jsonPath() {
        return Objects.requireNonNull(jsonPath).evaluate(Objects.requireNonNull(scope));
    }

    /// The same in JSONata.
    @Benchmark
    public JsonNode jsonata() {
        return Objects.requireNonNull(jsonata).evaluate(Objects.requireNonNull(scope));
    }
}
