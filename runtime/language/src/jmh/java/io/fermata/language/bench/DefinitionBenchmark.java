// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.bench;

import io.fermata.language.Json;
import io.fermata.language.MachineType;
import io.fermata.language.Parsed;
import io.fermata.language.asl.Asl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// How long it takes to parse and check one definition, over all definitions of the corpus in random order: the samples'
/// p0.50 and p0.99 stand beside what the corpus recorded for two validators from npm on the same definitions. Needs
/// FERMATA_CONFORMANCE.
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class DefinitionBenchmark {

    private final List<Example> examples = new ArrayList<>();
    private int next;

    private record Example(String text, MachineType type) {}

    /// Reads the corpus and prints what it recorded for the others.
    @Setup
    public void read() throws IOException {
        var folder = Path.of(System.getenv("FERMATA_CONFORMANCE"), "definitions");
        var mapper = new JsonMapper();
        var others = new TreeMap<String, List<Double>>();
        for (var line : Files.readAllLines(folder.resolve("index.jsonl"))) {
            var entry = mapper.readTree(line);
            var file = mapper.readTree(Files.readString(folder.resolve(entry.get("file").stringValue())));
            examples.add(new Example(Json.write(file.get("resolvedDefinition")),
                    MachineType.valueOf(entry.get("stateMachineType").asString("STANDARD"))));
            file.get("validators").properties().forEach(validator -> {
                var milliseconds = milliseconds(validator.getValue());
                if (milliseconds.isNumber()) {
                    others.computeIfAbsent(validator.getKey(), _ -> new ArrayList<>()).add(milliseconds.doubleValue());
                }
            });
        }
        Collections.shuffle(examples, new Random(1));
        others.forEach((name, times) -> {
            Collections.sort(times);
            System.out.printf("%n%s, recorded: p50 %.0f us, p99 %.0f us, %d definitions%n", name,
                    1000 * times.get(times.size() / 2), 1000 * times.get(times.size() * 99 / 100), times.size());
        });
    }

    private static JsonNode milliseconds(JsonNode verdict) {
        var named = verdict.path("ms");
        return named.isMissingNode() ? verdict.path("milliseconds") : named;
    }

    /// One definition from text to AST.
    @Benchmark
    public Parsed parseAndValidate() {
        var example = examples.get(next);
        next = (next + 1) % examples.size();
        return Asl.parse(example.text(), example.type());
    }
}
