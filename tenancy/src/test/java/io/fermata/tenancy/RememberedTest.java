// SPDX-License-Identifier: Apache-2.0
package io.fermata.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RememberedTest {

    private final AtomicLong ticks = new AtomicLong();
    private final Remembered<String, Optional<String>> present = new Remembered<>(ticks::get, Optional::isPresent);

    @Test
    void aValueIsReadAgainAfterASecond() {
        present.find("key", () -> Optional.of("old"));
        ticks.addAndGet(Remembered.STALE.toNanos() - 1);
        assertThat(present.find("key", () -> Optional.of("new"))).contains("old");

        ticks.addAndGet(1);

        assertThat(present.find("key", () -> Optional.of("new"))).contains("new");
    }

    @Test
    void aForgottenValueIsReadAtOnce() {
        present.find("key", () -> Optional.of("old"));

        present.forget("key");

        assertThat(present.find("key", () -> Optional.of("new"))).contains("new");
    }

    @Test
    void whatMustNotBeKeptIsReadEachTime() {
        assertThat(present.find("key", Optional::empty)).isEmpty();
        assertThat(present.find("key", () -> Optional.of("new"))).contains("new");

        var all = new Remembered<String, Optional<String>>(ticks::get, _ -> true);
        assertThat(all.find("key", Optional::empty)).isEmpty();
        assertThat(all.find("key", () -> Optional.of("new"))).isEmpty();
    }

    @Test
    void aLookThatBeganBeforeAChangeIsNotRemembered() throws InterruptedException {
        var reading = new CountDownLatch(1);
        var changed = new CountDownLatch(1);
        var look = CompletableFuture.supplyAsync(() -> present.find("key", () -> {
            reading.countDown();
            await(changed);
            return Optional.of("old");
        }));
        await(reading);

        var forgetting = CompletableFuture.runAsync(() -> present.forget("key"));
        changed.countDown();
        forgetting.join();

        assertThat(look.join()).contains("old");
        assertThat(present.find("key", () -> Optional.of("new"))).contains("new");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
