// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.function;

import io.roastedroot.quickjs4j.core.Builtins;
import io.roastedroot.quickjs4j.core.Engine;
import io.roastedroot.quickjs4j.core.GuestException;
import io.roastedroot.quickjs4j.core.HostFunction;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import run.endive.runtime.ByteArrayMemory;
import run.endive.wasm.WasmEngineException;
import run.endive.wasm.types.MemoryLimits;

/// QuickJS as WebAssembly on the JVM: each run has a machine of its own, whose memory is one bounded array, with no files,
/// no network and no environment. The interpreter notices an interrupt between two instructions, so that a run's thread,
/// which is its own, ends when its time is over.
final class QuickJsSandbox implements CodeSandbox {

    private static final int PAGES_OF_A_MEBIBYTE = 16;
    private static final long TO_THE_END = 5_000;
    private static final int LONGEST_LOG = 65_536;
    private static final int LONGEST_ANSWER = 1_048_576;

    private boolean warm;

    @Override
    public Run run(Program program) throws InterruptedException {
        warmUp();
        var log = new Log();
        var answer = new Answer();
        var work = new FutureTask<>(run(program, log, answer));
        var thread = Thread.ofPlatform().daemon().name("function").start(work);
        try {
            work.get(program.atMost().toMillis(), TimeUnit.MILLISECONDS);
            return new Run.Ended(answer.text, log.text());
        } catch (TimeoutException over) {
            return new Run.OutOfTime(log.text());
        } catch (ExecutionException failed) {
            return new Run.Broken(reason(Objects.requireNonNullElse(failed.getCause(), failed)), log.text());
        } finally {
            // the memory of a stopped run is free only when its thread has ended
            thread.interrupt();
            thread.join(TO_THE_END);
        }
    }

    /// Loads the machine's code, once, so that no program's time is spent on it.
    private synchronized void warmUp() {
        if (!warm) {
            try (var engine = Engine.builder().build()) {
                engine.exec(engine.compile("1"));
            }
            warm = true;
        }
    }

    private static Callable<Boolean> run(Program program, Log log, Answer answer) {
        return () -> {
            var host = Builtins.builder("host")
                    .add(new HostFunction("input", List.of(), String.class, _ -> program.input()))
                    .add(new HostFunction("answer", List.of(String.class), Void.class, given -> answer.take(given)))
                    .build();
            try (var engine = Engine.builder().addBuiltins(host).withStdout(log).withStderr(log)
                    .withMemoryFactory(limits -> new ByteArrayMemory(new MemoryLimits(limits.initialPages(),
                            Math.max(limits.initialPages(), program.memory() * PAGES_OF_A_MEBIBYTE))))
                    .build()) {
                int code = engine.compile(program.script());
                engine.exec(code);
            }
            return true;
        };
    }

    private static String reason(Throwable failure) {
        return switch (failure) {
            case TooMuch bound -> bound.reason;
            case WasmEngineException engine when engine.getCause() instanceof StackOverflowError ->
                "call stack exhausted";
            case StackOverflowError _ -> "call stack exhausted";
            case OutOfMemoryError _ -> "out of memory";
            case GuestException _ -> "the program ended with a failure that it did not catch";
            default -> "the program could not be run (" + failure.getClass().getSimpleName() + ")";
        };
    }

    /// A bound was broken.
    private static final class TooMuch extends RuntimeException {

        private final String reason;

        TooMuch(String reason) {
            super(reason, null, false, false);
            this.reason = reason;
        }
    }

    /// The last answer, of a bounded length. Written by the run's thread and read after its end.
    private static final class Answer {

        private volatile String text = "";

        Object take(List<Object> given) {
            var said = String.valueOf(given.getFirst());
            if (said.length() > LONGEST_ANSWER) {
                throw new TooMuch("the answer has more than " + LONGEST_ANSWER + " characters");
            }
            text = said;
            return "";
        }
    }

    /// What the program writes, up to a bound; the rest is dropped.
    private static final class Log extends ByteArrayOutputStream {

        @Override
        public synchronized void write(int one) {
            if (count < LONGEST_LOG) {
                super.write(one);
            }
        }

        @Override
        public synchronized void write(byte[] bytes, int offset, int length) {
            super.write(bytes, offset, Math.max(0, Math.min(length, LONGEST_LOG - count)));
        }

        synchronized String text() {
            return toString(StandardCharsets.UTF_8);
        }
    }
}
