// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.function;

import static org.assertj.core.api.Assertions.assertThat;

import io.fermata.integrations.function.FunctionOutcome.Raised;
import io.fermata.integrations.function.FunctionOutcome.Returned;
import io.fermata.language.Json;
import io.fermata.tenancy.TenantId;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Inline JavaScript: what a function can do, and what hostile ones cannot.
class JavaScriptFunctionTest {

    private static final JavaScriptFunction FUNCTIONS = new JavaScriptFunction(new QuickJsSandbox(),
            () -> Instant.ofEpochMilli(1_700_000_000_000L));

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            exports.handler = async (event) => ({ twice: event.x * 2 })       | {"twice":2}
            function handler(event) { return [event.x, "ä"] }                 | [1,"ä"]
            const handler = (event, context) => context.functionName          | "resize"
            module.exports.handler = () => undefined                          | null
            exports.handler = () => new Promise(() => {})                     | null
            exports.handler = async () => { await null; return "later" }      | "later"
            exports.handler = (_, context) => context.functionVersion         | "7"
            exports.handler = () => [Date.now(), new Date().getTime()]        | [1700000000000,1700000000000]
            """)
    void returnsWhatItsHandlerReturns(String code, String expected) {
        assertThat(call(code)).isInstanceOfSatisfying(Returned.class,
                returned -> assertThat(Json.parse(returned.payload())).isEqualTo(Json.parse(expected)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            exports.handler = () => { throw new TypeError('boom') }                    | TypeError                   | boom
            class Declined extends Error { constructor(m) { super(m); this.name = 'Declined' } } exports.handler = () => { throw new Declined('no') } | Declined | no
            exports.handler = async () => Promise.reject(new RangeError('late'))       | RangeError                  | late
            exports.handler = () => { throw 'text' }                                   | Error                       | text
            exports.handler = () => { throw null }                                     | Error                       | null
            throw new Error('while loading')                                           | Error                       | while loading
            this is not JavaScript                                                     | Runtime.UserCodeSyntaxError | expecting
            const nothing = 1                                                          | Runtime.HandlerNotFound     | no function handler
            exports.handler = () => 10n                                                | TypeError                   | BigInt
            exports.handler = () => { const a = {}; a.a = a; return a }                | TypeError                   | circular
            """)
    void failsAsLambdaDoes(String code, String type, String message) {
        assertThat(call(code)).isInstanceOfSatisfying(Raised.class, raised -> {
            var error = Json.parse(raised.error());
            assertThat(error.path("errorType").stringValue()).isEqualTo(type);
            assertThat(error.path("errorMessage").stringValue()).contains(message);
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            exports.handler = () => { while (true) {} }
            while (true) {}
            exports.handler = async () => { while (true) await null }
            exports.handler = () => { for (;;) { try { throw 1 } catch {} finally { continue } } }
            exports.handler = () => /(a+)+$/.test('a'.repeat(40) + 'b')
            exports.handler = () => { while (true) console.log('x'.repeat(1000)) }
            exports.handler = () => { const turn = () => queueMicrotask(turn); turn() }
            """)
    void whatDoesNotEndIsEndedAndLeavesNoThread(String code) {
        assertThat(call(code, 32, 1)).isInstanceOfSatisfying(Raised.class, raised -> {
            assertThat(raised.error()).contains("Sandbox.Timedout", "Task timed out after 1.00 seconds");
            assertThat(raised.log().length()).isLessThanOrEqualTo(65_536);
        });

        assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
                .doesNotContain("function");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            exports.handler = () => { let s = 'x'; while (true) s += s }                          | string too long
            exports.handler = () => 'x'.repeat(1 << 30)                                           | invalid string length
            exports.handler = () => new ArrayBuffer(200 * 1024 * 1024)                            | out of memory
            exports.handler = () => { const a = []; while (true) a.push(new Array(100000).fill(1)) } | out of memory
            exports.handler = () => { const deeper = () => deeper() + 1; return deeper() }        | call stack
            exports.handler = () => 'x'.repeat(2000000)                                           | more than 1048576 characters
            """)
    void whatTakesTooMuchIsRefusedAndTheServerLives(String code, String why) {
        assertThat(call(code, 16, 60)).isInstanceOfSatisfying(Raised.class,
                raised -> assertThat(raised.error()).contains(why));
        assertThat(call("exports.handler = () => 'alive'")).isInstanceOf(Returned.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            [typeof host, typeof java_invoke, typeof Javy, typeof plugin, typeof quickjs4j_engine].join()       | "undefined,undefined,undefined,undefined,undefined"
            [typeof require, typeof process, typeof fetch, typeof std, typeof os, typeof Java, typeof Packages].join() | "undefined,undefined,undefined,undefined,undefined,undefined,undefined"
            [typeof setTimeout, typeof performance, typeof Deno, typeof XMLHttpRequest, typeof WebSocket].join() | "undefined,undefined,undefined,undefined,undefined"
            new Function('return typeof host + typeof java_invoke')()                                           | "undefinedundefined"
            (0, eval)('typeof java_invoke')                                                                     | "undefined"
            new (Object.getPrototypeOf(new Date()).constructor)().getTime()                                     | 1700000000000
            Object.getOwnPropertyNames(globalThis).filter((name) => ['java', 'host', 'plugin', 'quickjs'].some((part) => name.includes(part))) | []
            """)
    void nothingLeadsToTheHost(String expression, String expected) {
        assertThat(call("exports.handler = () => " + expression)).isInstanceOfSatisfying(Returned.class,
                returned -> assertThat(Json.parse(returned.payload())).isEqualTo(Json.parse(expected)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            exports.handler = () => import('fs')
            exports.handler = () => import('/etc/passwd')
            exports.handler = () => import('https://example.org/x.js')
            """)
    void noModuleCanBeLoaded(String code) {
        assertThat(call(code)).isInstanceOfSatisfying(Raised.class,
                raised -> assertThat(raised.error()).contains("could not load module"));
    }

    @Test
    void oneRunLeavesNothingForTheNext() {
        call("Object.prototype.stolen = 1; globalThis.kept = 2; JSON.parse = () => 'mine'; exports.handler = () => 1");

        assertThat(call("exports.handler = (event) => [event.x, {}.stolen ?? 0, typeof kept]"))
                .isEqualTo(new Returned("[1,0,\"undefined\"]", ""));
    }

    @Test
    void whatItWritesIsItsLog() {
        assertThat(call("exports.handler = () => { console.log('one', 2); console.error('three'); return 4 }"))
                .isEqualTo(new Returned("4", "one 2\nthree\n"));
    }

    @Test
    void theTimeOfTheAttemptBoundsTheCallToo() {
        var function = function("exports.handler = () => { while (true) {} }", 16, 60);

        assertThat(FUNCTIONS.call(new TenantId(1), function, (FunctionTarget.JavaScript) function.target(),
                within(Duration.ofSeconds(1)))).isInstanceOf(Raised.class);
        assertThat(FUNCTIONS.call(new TenantId(1), function, (FunctionTarget.JavaScript) function.target(),
                within(Duration.ZERO))).isInstanceOf(Raised.class);
    }

    private static FunctionOutcome call(String code) {
        return call(code, 32, 30);
    }

    private static FunctionOutcome call(String code, int memory, int timeout) {
        var function = function(code, memory, timeout);
        return FUNCTIONS.call(new TenantId(1), function, (FunctionTarget.JavaScript) function.target(), within(null));
    }

    private static Function function(String code, int memory, int timeout) {
        return new Function("resize", new FunctionTarget.JavaScript(code, memory), timeout, "", Instant.EPOCH);
    }

    private static FunctionCall within(@Nullable Duration timeLeft) {
        return new FunctionCall("{\"x\":1}", "7", "key", timeLeft, 262_144);
    }
}
