// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Expressions that want to take a node down. Each ends with the bound's name in its failure, or with a small legal result;
/// none allocates more than 64 MiB, needs a larger stack than a thread has, or leaves a thread behind. The clock stands
/// still, so that the counted bounds decide on a slow machine as on a fast one; how long each took is printed.
class HostileExpressionsTest {

    private static final long MAX_ALLOCATED = 64L << 20;
    private static final long STACK = 1L << 20;

    private static final String TIME = "Expression evaluation timeout";
    private static final String MEMORY = "Expression evaluation memory limit exceeded";
    private static final String STACK_OVERFLOW = "Stack overflow error";
    private static final String NESTED = "nested too deeply";
    private static final String REGEX = "regular expression cannot be used";
    private static final String ANY_BOUND = "";

    /// @param ending part of the failure's text; null for a result
    private record Hostile(String name, String expression, @Nullable String ending) {}

    private static Hostile of(String name, String expression, @Nullable String ending) {
        return new Hostile(name, expression, ending);
    }

    private static Stream<Hostile> table() {
        return Stream.of(
                // the table of what other evaluators do
                of("tail recursion without end", "($f := function($n){$f($n + 1)}; $f(0))", TIME),
                of("padding to two million", "$length($pad('a', 2000000))", MEMORY),
                of("padding to four hundred thousand", "$length($pad('a', 400000))", MEMORY),
                of("a pattern that backtracks", "$contains($pad('', 60, 'a'), /(.*a){20}b/)", null),
                of("splitting a long padding", "$count($split($pad('a', 1000000), ''))", MEMORY),
                of("doubling a text", "$reduce([1..40], function($a, $b){ $a & $a }, 'x')", MEMORY),
                of("a range of ten million", "[0..9999999]", MEMORY),
                of("recursion of depth 500", "($f := function($n){$n = 0 ? 0 : 1 + $f($n - 1)}; $f(500))",
                        STACK_OVERFLOW),
                of("3,000 nested brackets", "(".repeat(3_000) + "1" + ")".repeat(3_000), NESTED),
                of("3,000 nested arrays", "[".repeat(3_000) + "1" + "]".repeat(3_000), NESTED),
                of("evil pattern of nested plus", "$contains($pad('', 5000, 'a') & '!', /^(a+)+$/)", null),
                of("evil pattern of alternatives", "$contains($pad('', 5000, 'a') & '!', /^(a|aa)+$/)", null),
                of("evil pattern of optional parts", "$contains($pad('', 5000, 'a'), /(a?){50}a{50}b/)", null),
                // nesting
                of("nested objects", "{'a':".repeat(3_000) + "1" + "}".repeat(3_000), NESTED),
                of("nested calls", "$string(".repeat(3_000) + "1" + ")".repeat(3_000), NESTED),
                of("nested predicates", "a[".repeat(3_000) + "1" + "]".repeat(3_000), NESTED),
                of("nested minus signs", "-".repeat(20_000) + "$x", NESTED),
                of("nested functions", "function(){".repeat(2_500) + "1" + "}".repeat(2_500), NESTED),
                of("nested conditions", "1 ? ".repeat(6_000) + "1", NESTED),
                of("a chain of conditions", "0 ? 1 : ".repeat(4_000) + "1", NESTED),
                of("a chain of assignments", "$a := ".repeat(5_000) + "1", NESTED),
                of("a sum of ten thousand", "1" + "+1".repeat(10_000), NESTED),
                of("a text of ten thousand parts", "'a'" + "&'a'".repeat(8_000), NESTED),
                of("a path of ten thousand steps", "a" + ".a".repeat(10_000), NESTED),
                of("ten thousand applications", "1" + "~>$f".repeat(8_000), NESTED),
                of("ten thousand predicates", "$x" + "[0]".repeat(10_000), NESTED),
                of("ten thousand calls of results", "$f" + "()".repeat(10_000), NESTED),
                of("nested signatures", "function($x)<" + "a<".repeat(9_000) + ">".repeat(9_001) + "{1}", null),
                of("an expression of a million characters", " ".repeat(1_000_000) + "1", "too long"),
                of("as much nesting as there may be",
                        "($f := function($n){" + "(".repeat(90) + "$n = 0 ? 0 : 1 + $f($n - 1)" + ")".repeat(90)
                                + "}; $f(99))",
                        STACK_OVERFLOW),
                // recursion
                of("two functions that call each other",
                        "($a := function(){1 + $b()}; $b := function(){1 + $a()}; $a())",
                        STACK_OVERFLOW),
                of("recursion inside map", "($f := function($x){$map([1,2], $f)}; $f(1))", STACK_OVERFLOW),
                of("recursion inside reduce", "($f := function($a, $b){$reduce([1,2], $f)}; $f(1, 2))",
                        STACK_OVERFLOW),
                of("recursion inside sort", "($f := function($a, $b){$sort([2,1], $f) = 1}; $f(1, 2))",
                        STACK_OVERFLOW),
                of("recursion inside replace", "($f := function($m){$replace('a', /a/, $f)}; $f(1))", STACK_OVERFLOW),
                of("recursion of a partial application", "($f := function($a, $b){1 + $f(?, 1)($a)}; $f(1, 1))",
                        STACK_OVERFLOW),
                of("a chain of compositions",
                        "($f := function($n, $g){$n = 0 ? $g : $f($n - 1, $g ~> $uppercase)}; "
                                + "$f(20000, $uppercase)('a'))",
                        STACK_OVERFLOW),
                of("a tower of partial applications",
                        "($f := function($n, $g){$n = 0 ? $g : $f($n - 1, $g(?))}; $f(20000, $uppercase)('a'))",
                        STACK_OVERFLOW),
                of("the Y combinator", "(λ($x){$x($x)})(λ($x){$x($x)})", TIME),
                of("the Ackermann function", "($a := function($m, $n){$m = 0 ? $n + 1 : $n = 0 ? $a($m - 1, 1) "
                        + ": $a($m - 1, $a($m, $n - 1))}; $a(4, 4))", STACK_OVERFLOW),
                of("Fibonacci numbers", "($f := function($n){$n < 2 ? $n : $f($n - 1) + $f($n - 2)}; $f(60))", TIME),
                // sequences
                of("a range in a range", "[1..100000].[1..100000]", MEMORY),
                of("nested maps", "$map([1..10000], function($x){$map([1..10000], function($y){1})})", TIME),
                of("a product of sequences", "($a := [1..1000]; $a.($a.($a.(1))))", MEMORY),
                of("doubling an array", "$reduce([1..40], function($a, $b){$append($a, $a)}, [1])", MEMORY),
                of("doubling by construction", "$reduce([1..40], function($a, $b){[$a, $a]}, [1])", MEMORY),
                of("many arrays at once", "[1..3000].[[1..3000]]", MEMORY),
                of("a wide zip", "$zip([1..100000], [1..100000], [1..100000], [1..100000], [1..100000])", ANY_BOUND),
                of("a range beyond long", "[1..9e18]", "must not exceed"),
                of("the range function", "$range(0, 1e300, 1)", MEMORY),
                of("the range function downwards", "$range(9e18, -9e18, -1)", MEMORY),
                of("partitions of one", "$partition([1..100000], 1)", null),
                of("distinct of arrays that are alike", "$distinct([1..300].[[1..300]])", null),
                of("shuffling", "$count($shuffle([1..100000]))", null),
                of("a join of positions", "$count([1..3000]#$i.[1..3000]#$j)", MEMORY),
                // values that name one part many times
                of("a bomb of objects as a text",
                        "$string($reduce([1..60], function($a, $b){{'a': $a, 'b': $a}}, 1))", MEMORY),
                of("a bomb of objects as a result", "$reduce([1..60], function($a, $b){{'a': $a, 'b': $a}}, 1)",
                        MEMORY),
                of("a bomb of objects compared", "($f := function(){$reduce([1..60], function($a, $b)"
                        + "{{'a': $a, 'b': $a}}, 1)}; $f() = $f())", TIME),
                of("a bomb of objects descended",
                        "$count($reduce([1..60], function($a, $b){{'a': $a, 'b': $a}}, 1).**)",
                        MEMORY),
                of("a bomb of objects hashed",
                        "$distinct([$reduce([1..60], function($a, $b){{'a': $a, 'b': $a}}, 1), 2])", TIME),
                of("a bomb of objects transformed",
                        "$reduce([1..60], function($a, $b){{'a': $a, 'b': $a}}, 1) ~> |a|{'x': 1}|", MEMORY),
                of("a bomb of arrays as truth", "$boolean($reduce([1..60], function($a, $b){[[$a], [$a]]}, 0))", TIME),
                of("a bomb of arrays flattened", "$reduce([1..60], function($a, $b){[[$a], [$a]]}, 0).*", MEMORY),
                of("a bomb of arrays looked up", "$reduce([1..60], function($a, $b){[[$a], [$a]]}, 0).a", TIME),
                of("a bomb of arrays with keys", "$keys($reduce([1..60], function($a, $b){[[$a], [$a]]}, 0))", TIME),
                of("a bomb of arrays spread", "$spread($reduce([1..60], function($a, $b){[[$a], [$a]]}, 0))", MEMORY),
                // deep values
                of("a deep value as a text", "$string($reduce([1..20000], function($a, $b){{'a': $a}}, 1))",
                        STACK_OVERFLOW),
                of("a deep value as a result", "$reduce([1..20000], function($a, $b){[[$a]]}, 1)", STACK_OVERFLOW),
                of("a deep value compared", "($f := function(){$reduce([1..20000], function($a, $b){{'a': $a}}, 1)}; "
                        + "$f() = $f())", STACK_OVERFLOW),
                of("a deep value descended", "$count($reduce([1..20000], function($a, $b){{'a': $a}}, 1).**)",
                        STACK_OVERFLOW),
                of("a deep value in a failure", "$error($string($reduce([1..600], function($a, $b){{'a': $a}}, 1)))",
                        "{\"a\":"),
                of("a deep value negated", "-$reduce([1..20000], function($a, $b){{'a': $a}}, 1)", "Cannot negate"),
                of("deep JSON parsed", "$parse($pad('', 100000, '['))", "not JSON"),
                of("a long number parsed", "$parse($pad('', 100000, '9'))", "not JSON"),
                of("a number with a huge exponent", "$parse('1e999999999') + 1", "Number out of range"),
                of("a number with a huge exponent as a text", "$string($parse('1e999999999'))", "Infinity or NaN"),
                of("a number with a huge negative exponent", "$parse('1e-999999999') + 1", null),
                // texts
                of("a long text in a longer one",
                        "$contains($pad('', 262144, 'a'), $pad('', 131072, 'a') & 'b')", null),
                of("a long text replaced in a longer one",
                        "$length($replace($pad('', 262144, 'a'), $pad('', 9000, 'a') & 'b', 'c'))", null),
                of("many long texts in order", "($x := $pad('', 200000, 'a'); "
                        + "$sort([1..50000].($x & ''), function($a, $b){$a < $b}))", MEMORY),
                of("one long text many times in order",
                        "($x := $pad('', 200000, 'a'); $y := $substring($x & 'b', 0, 200000); "
                                + "$count([1..50000].($ % 2 = 0 ? $x : $y)^($)))",
                        TIME),
                of("lower case that grows", "$length($lowercase($pad('', 262144, '\u0130')))", MEMORY),
                of("joining", "$join([1..100000].('abcdefghij'), ',')", MEMORY),
                of("replacing one letter by many", "$replace($pad('', 10000, 'a'), 'a', $pad('', 1000, 'b'))", MEMORY),
                of("replacing by a pattern", "$replace($pad('', 10000, 'a'), /a/, $pad('', 1000, '$0'))", MEMORY),
                of("replacing by a function", "$replace($pad('', 100000, 'a'), /a/, function($m){$pad('', 1000, 'b')})",
                        MEMORY),
                of("encoding in a circle", "$reduce([1..60], function($a, $b){$base64encode($a)}, 'abc')", MEMORY),
                of("escaping in a circle", "$reduce([1..60], function($a, $b){$encodeUrlComponent($a & '%')}, 'abc')",
                        null),
                of("quoting in a circle", "$reduce([1..60], function($a, $b){$string([$a])}, '\"')", MEMORY),
                of("upper case that grows", "$length($uppercase($pad('', 262144, 'ß')))", MEMORY),
                of("a wide picture", "$formatNumber(1, $pad('', 200000, '0'))", null),
                of("a wide picture many times", "[1..1000].$formatNumber(1, $pad('', 200000, '0'))", ANY_BOUND),
                of("a wide exponent", "$formatNumber(1, '0e' & $pad('', 200000, '0'))", null),
                of("a wide integer picture", "$formatInteger(1, $pad('', 200000, '0'))", null),
                of("Roman numerals without end", "$formatInteger(1e300, 'I')", MEMORY),
                of("words of a huge number", "$length($formatInteger(1e300, 'w')) > 100", null),
                of("a long picture of a date", "$fromMillis(0, $pad('', 200000, '[Y]'))", MEMORY),
                of("a wide year", "$fromMillis(0, '[Y,9999-9999]')", null),
                of("rounding to many places", "$round(1.5, 2000000000) + $round(1.5, -2000000000)", null),
                of("a base of a huge number", "$length($formatBase(1e308, 2))", null),
                of("a time beyond time", "$fromMillis(1e300)", "Number out of range"),
                // patterns
                of("a pattern of repeated repetitions", "/((a{100}){100}){100}/", REGEX),
                of("a pattern too long", "/" + "a".repeat(2_000) + "/", REGEX),
                of("a pattern with a huge count", "/a{1000000}/", REGEX),
                of("a pattern of many wide parts", "/" + ".{999}".repeat(100) + "/", REGEX),
                of("a large pattern on a long text", "$contains($pad('', 262144, 'a'), /(.*a){200}b/)", TIME),
                of("a match at every letter", "$count($match($pad('', 262144, 'a'), /a/))", ANY_BOUND),
                of("a split at every letter", "$count($split($pad('', 262144, 'a,'), ','))", ANY_BOUND),
                of("a pattern searched from every letter", "$count($match($pad('', 90000, 'a'), /a(.*b)?/))",
                        ANY_BOUND),
                of("a matcher that never ends",
                        "($m := function(){{'match': 'a', 'start': 0, 'end': 1, 'groups': [], 'next': $m}}; "
                                + "$match('aaa', $m))",
                        ANY_BOUND),
                of("a signature with much choice",
                        "function($x)<" + "n?".repeat(40) + "n+".repeat(40) + "s>{1}(" + "1,".repeat(79) + "1)",
                        "does not match"),
                // sorting and grouping
                of("a comparison that is always true", "$count($sort([1..20000], function($a, $b){true}))", null),
                of("a comparison that contradicts itself",
                        "$count($sort([1..5000], function($a, $b){$random() < 0.5}))", null),
                of("a comparison that recurses",
                        "($f := function($x){$sort($x, function($a, $b){$count($f($x)) > 0})}; $f([2, 1]))",
                        STACK_OVERFLOW),
                of("an order by a product", "[1..100000]^($sum([1..100000]))", ANY_BOUND),
                of("a key for every item", "[1..100000]{$string($): $}", ANY_BOUND),
                of("one key for all items", "[1..100000]{'a': $count($)}", ANY_BOUND),
                of("many pairs for many items", "[1..50000]{" + pairs(50) + "}", ANY_BOUND),
                of("transforming what it makes", "{'a': {'b': 1}} ~> |**|{'c': $}|", null),
                of("merging many objects", "$merge([1..100000].{$string($): $})", ANY_BOUND),
                of("sifting in a circle", "($o := {'a': 1}; [1..1000000].$sift($o, function($v){true}))", MEMORY));
    }

    private static String pairs(int count) {
        var pairs = new ArrayList<String>();
        for (var i = 0; i < count; i++) {
            pairs.add("'k" + i + "': 1");
        }
        return String.join(",", pairs);
    }

    /// Input that is hostile itself: deep, and wide at every level.
    private static Stream<Hostile> onHostileInput() {
        return Stream.of(of("descending into deep input", "$count($deep.**)", STACK_OVERFLOW),
                of("deep input as a text", "$string($deep)", STACK_OVERFLOW),
                of("deep input equal to its copy", "$deep = $copy", STACK_OVERFLOW),
                of("deep input distinct", "$distinct([$deep, $copy])", STACK_OVERFLOW),
                of("deep input flattened", "$deep.*.*.*", null),
                of("deep input transformed", "$deep ~> |a|{'b': 1}|", STACK_OVERFLOW),
                of("deep input as truth", "$boolean($arrays)", STACK_OVERFLOW),
                of("deep input looked up", "$arrays.a", STACK_OVERFLOW),
                of("deep input with keys", "$keys($arrays)", STACK_OVERFLOW),
                of("deep input untouched", "$deep", null),
                of("deep input built in", "{'a': $deep}", STACK_OVERFLOW),
                of("all descendants of wide input, twice", "$count($wide.**.**)", MEMORY),
                of("all descendants of wide input, sorted", "$wide.**^(x)", ANY_BOUND),
                of("the parents of all", "$wide.a.b.{'p': %.%}", ANY_BOUND),
                of("wide input joined with itself", "$wide.a@$x.$wide.a@$y[$x.b = $y.b].{'x': 1}", ANY_BOUND));
    }

    @BeforeAll
    static void warmUp() {
        for (var i = 0; i < 200; i++) {
            evaluate("$count($map([1..10], function($x){$string($x) & $x}))[$ > 0] + $formatNumber(1, '0') = 1");
            evaluate("$contains($fromMillis(0), /19/) and $sort([2, 1])[0] = 1 and $string({'a': 1}) = '{}'");
        }
    }

    @TestFactory
    Stream<DynamicTest> endsWithinTheBounds() {
        return Stream.concat(table(), onHostileInput())
                .map(hostile -> DynamicTest.dynamicTest(hostile.name(), () -> check(hostile)));
    }

    @Test
    void looksAtTheClockNowAndThen() {
        var clock = new AtomicLong();
        var surroundings = new Surroundings(Instant.EPOCH, new SplittableRandom(1), Bounds.DEFAULT,
                () -> clock.addAndGet(50_000_000));
        var endless = Jsonata.compile("($f := function($n){$f($n + 1)}; $f(0))");

        assertThatThrownBy(() -> endless.evaluate(null, Map.of(), surroundings))
                .hasMessage("Expression evaluation timeout: 1000 milliseconds");
        assertThat(clock.get()).isLessThan(1_200_000_000);
    }

    private static void check(Hostile hostile) throws Exception {
        var threads = Thread.activeCount();
        var bean = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        var task = new FutureTask<>(() -> {
            var allocated = bean.getCurrentThreadAllocatedBytes();
            var start = System.nanoTime();
            var ending = evaluate(hostile.expression());
            return new Measured(ending, (System.nanoTime() - start) / 1_000_000,
                    bean.getCurrentThreadAllocatedBytes() - allocated);
        });
        var thread = new Thread(null, task, "hostile", STACK);
        thread.start();
        var measured = task.get();
        thread.join();
        System.out.printf("%-45s %5d ms %6.1f MiB  %s%n", hostile.name(), measured.millis(),
                measured.allocated() / (double) (1 << 20), shown(measured.ending()));

        if (hostile.ending() == null) {
            assertThat(measured.ending()).startsWith("gives ");
        } else if (hostile.ending().isEmpty()) {
            assertThat(measured.ending()).doesNotStartWith("gives ").containsAnyOf(TIME, MEMORY, STACK_OVERFLOW);
        } else {
            assertThat(measured.ending()).doesNotStartWith("gives ").contains(hostile.ending());
        }
        assertThat(measured.allocated()).isLessThan(MAX_ALLOCATED);
        assertThat(Thread.activeCount()).isEqualTo(threads);
    }

    private record Measured(String ending, long millis, long allocated) {}

    private static String shown(String text) {
        return text.length() < 110 ? text : text.substring(0, 107) + "...";
    }

    private static String evaluate(String expression) {
        try {
            var outcome = Jsonata.compile(expression).evaluate(null, Inputs.VARIABLES,
                    new Surroundings(Instant.EPOCH, new SplittableRandom(1), Bounds.DEFAULT, () -> 0));
            return "gives " + switch (outcome) {
                case Outcome.Value(var value) when value.isContainer() -> "a container of " + value.size();
                case Outcome.Value(var value) -> shown(value.toString());
                case Outcome.Nothing() -> "nothing";
                case Outcome.Unsupported() -> "what is no JSON";
            };
        } catch (JsonataException e) {
            return "" + e.getMessage();
        }
    }

    private static final class Inputs {

        static final Map<String, JsonNode> VARIABLES = Map.of("deep", deep(), "copy", deep(), "arrays", arrays(),
                "wide",
                wide());

        private static final int DEPTH = 5_000;

        private static JsonNode deep() {
            JsonNode value = JsonNodeFactory.instance.numberNode(1);
            for (var i = 0; i < DEPTH; i++) {
                value = JsonNodeFactory.instance.objectNode().set("a", value);
            }
            return value;
        }

        private static JsonNode arrays() {
            JsonNode value = JsonNodeFactory.instance.numberNode(0);
            for (var i = 0; i < DEPTH; i++) {
                value = JsonNodeFactory.instance.arrayNode().add(value).add(0);
            }
            return value;
        }

        private static JsonNode wide() {
            var list = JsonNodeFactory.instance.arrayNode();
            for (var i = 0; i < 2_000; i++) {
                var items = JsonNodeFactory.instance.arrayNode();
                for (var k = 0; k < 20; k++) {
                    items.add(JsonNodeFactory.instance.objectNode().put("x", k));
                }
                list.add(JsonNodeFactory.instance.objectNode().set("b", items));
            }
            return JsonNodeFactory.instance.objectNode().set("a", list);
        }
    }
}
