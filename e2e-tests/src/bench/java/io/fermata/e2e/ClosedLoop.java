// SPDX-License-Identifier: Apache-2.0
package io.fermata.e2e;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/// Clients that each do the next thing when the last is done.
final class ClosedLoop {

    private ClosedLoop() {}

    /// Something that a client does.
    interface Work {

        void run(int number) throws Exception;
    }

    /// What a round has shown.
    ///
    /// @param rate things done in a second
    /// @param p50 milliseconds
    record Round(double rate, double p50, double p99, double max, long done) {}

    /// The round of the median rate, and the slowest and fastest.
    record Rounds(Round median, double slowest, double fastest, long done) {}

    /// Three rounds.
    static Rounds rounds(int clients, double seconds, Work work) throws Exception {
        var rounds = new ArrayList<Round>();
        for (int i = 0; i < 3; i++) {
            rounds.add(round(clients, seconds, work));
        }
        rounds.sort(Comparator.comparingDouble(Round::rate));
        return new Rounds(rounds.get(1), rounds.get(0).rate, rounds.get(2).rate,
                rounds.stream().mapToLong(Round::done).sum());
    }

    static Round round(int clients, double seconds, Work work) throws Exception {
        long begun = System.nanoTime();
        long end = begun + (long) (seconds * 1e9);
        var numbers = new AtomicInteger();
        var times = inThreads(clients, mine -> {
            while (System.nanoTime() < end) {
                long before = System.nanoTime();
                work.run(numbers.getAndIncrement());
                mine.add(System.nanoTime() - before);
            }
        });
        double wall = (System.nanoTime() - begun) / 1e9;
        if (times.length == 0) {
            return new Round(0, 0, 0, 0, 0);
        }
        return new Round(times.length / wall, times[times.length / 2] / 1e6, times[(int) (times.length * 0.99)] / 1e6,
                times[times.length - 1] / 1e6, times.length);
    }

    /// Does a number of things once each.
    ///
    /// @return things done in a second
    static double each(int clients, int count, Work work) throws Exception {
        long begun = System.nanoTime();
        var next = new AtomicInteger();
        inThreads(clients, _ -> {
            int number;
            while ((number = next.getAndIncrement()) < count) {
                work.run(number);
            }
        });
        return count / ((System.nanoTime() - begun) / 1e9);
    }

    private interface Client {

        void run(List<Long> times) throws Exception;
    }

    private static long[] inThreads(int clients, Client client) throws Exception {
        var failed = new AtomicReference<Exception>();
        var threads = new ArrayList<Thread>();
        var times = new ArrayList<List<Long>>();
        for (int i = 0; i < clients; i++) {
            var mine = new ArrayList<Long>();
            times.add(mine);
            threads.add(Thread.ofPlatform().start(() -> {
                try {
                    client.run(mine);
                } catch (Exception problem) {
                    failed.compareAndSet(null, problem);
                }
            }));
        }
        for (var thread : threads) {
            thread.join();
        }
        if (failed.get() != null) {
            throw failed.get();
        }
        var all = times.stream().flatMap(List::stream).mapToLong(Long::longValue).toArray();
        Arrays.sort(all);
        return all;
    }
}
