// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonata;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// How long it takes to compile an expression here and in dashjoin's library.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 1_000, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgs = {"-Xmx1g", "-XX:+UseSerialGC", "-Xbatch"})
public class JsonataParseBenchmark {

    /// Which expression.
    @Param
    public JsonataBenchmark.Question question = JsonataBenchmark.Question.PATH;

    /// Our own parser.
    @Benchmark
    public Object fermata() {
        return Jsonata.compile(question.expression);
    }

    /// The library's.
    @Benchmark
    public Object dashjoin() {
        return com.dashjoin.jsonata.Jsonata.jsonata(question.expression);
    }
}
