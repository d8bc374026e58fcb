// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonata;

import io.fermata.language.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
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
import tools.jackson.databind.json.JsonMapper;

/// How long an evaluation takes here and in dashjoin's library. Both read the input in their own form, made beforehand;
/// both get a frame with the variable `$states` for each evaluation. Compiled in the foreground, so that a busy machine does
/// not measure the interpreter.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 1_000, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgs = {"-Xmx1g", "-XX:+UseSerialGC", "-Xbatch"})
public class JsonataBenchmark {

    /// What is asked of an order.
    public enum Question {
        /// A member at some depth.
        PATH("$states.input.customer.address.city"),
        /// Numbers and texts.
        ARITHMETIC("'Order ' & $states.input.id & ': ' & (($states.input.orders[0].price + 5) * 1.19)"),
        /// A sum over an array.
        SUM("$sum($states.input.orders.price)"),
        /// An object.
        OBJECT("{'id': $states.input.id, 'name': $states.input.customer.name, 'count': $count($states.input.orders), "
                + "'to': {'city': $states.input.customer.address.city, 'codes': [1, 2, 3]}}"),
        /// A predicate and an order.
        FILTER_SORT("$states.input.orders[price > 50 and quantity < 5]^(>price).sku"),
        /// A function of the expression for each item.
        MAP("$map($states.input.orders, function($o) {{'sku': $o.sku, 'total': $o.price * $o.quantity}})");

        final String expression;

        Question(String expression) {
            this.expression = expression;
        }
    }

    /// Which expression.
    @Param
    public Question question = Question.PATH;

    /// About how many kilobytes of input.
    @Param({"1", "100"})
    public int kilobytes;

    private Jsonata ours;
    private Map<String, JsonNode> variables;
    private Surroundings surroundings;
    private com.dashjoin.jsonata.Jsonata theirs;
    private Map<?, ?> states;

    /// Compiles and reads.
    @Setup
    public void prepare() {
        var text = Inputs.states(kilobytes);
        ours = Jsonata.compile(question.expression);
        variables = Map.of("states", Json.parse(text));
        var usual = Bounds.DEFAULT;
        // an evaluation that waits for the compiler may take longer than the second it has
        var bounds = new Bounds(usual.steps(), Duration.ofMinutes(1), usual.depth(), usual.stringLength(),
                usual.sequenceLength(), usual.bytes());
        surroundings = new Surroundings(Instant.EPOCH, new Random(1), bounds, System::nanoTime);
        theirs = com.dashjoin.jsonata.Jsonata.jsonata(question.expression);
        states = new JsonMapper().readValue(text, Map.class);
    }

    /// Our own evaluator.
    @Benchmark
    public Outcome fermata() {
        return ours.evaluate(null, variables, surroundings);
    }

    /// The library.
    @Benchmark
    public Object dashjoin() {
        var frame = theirs.createFrame();
        frame.bind("states", states);
        return theirs.evaluate(null, frame);
    }
}
