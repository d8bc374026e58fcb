// SPDX-License-Identifier: Apache-2.0
package io.fermata.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FairQueueTest {

    private final FairQueue<String> queue = new FairQueue<>();

    private List<String> all() throws InterruptedException {
        var all = new ArrayList<String>();
        for (var item = queue.poll(0, _ -> true); item != null; item = queue.poll(0, _ -> true)) {
            all.add(item);
        }
        return all;
    }

    @Test
    void takesTurnsBetweenTenantsAndKeepsTheOrderWithinEach() throws InterruptedException {
        for (int i = 1; i <= 4; i++) {
            queue.add(1, 10, "a" + i);
        }
        queue.add(2, 10, "b1");
        queue.add(2, 10, "b2");

        assertThat(all()).containsExactly("a1", "b1", "a2", "b2", "a3", "a4");
        assertThat(queue.size()).isZero();
    }

    @Test
    void servesWhoAsksForLittleMoreOftenThanWhoAsksForMuch() throws InterruptedException {
        queue.add(1, 30, "big1");
        queue.add(1, 30, "big2");
        for (int i = 1; i <= 4; i++) {
            queue.add(2, 10, "small" + i);
        }

        assertThat(all()).containsExactly("big1", "small1", "small2", "small3", "big2", "small4");
    }

    @Test
    void letsNobodySaveUpTurnsByBeingQuiet() throws InterruptedException {
        queue.add(1, 1_000, "a1");
        queue.add(1, 1_000, "a2");
        assertThat(queue.take()).isEqualTo("a1");
        assertThat(queue.take()).isEqualTo("a2");
        queue.add(1, 1_000, "a3");
        for (int i = 1; i <= 5; i++) {
            queue.add(2, 1_000, "b" + i);
        }

        assertThat(all()).containsExactly("b1", "a3", "b2", "b3", "b4", "b5");
    }

    @Test
    void chargesWhatCameOutDearer() throws InterruptedException {
        queue.add(1, 1, "a1");
        queue.add(1, 1, "a2");
        queue.add(2, 1, "b1");
        queue.add(2, 1, "b2");
        assertThat(queue.take()).isEqualTo("a1");

        queue.charge(1, 100);

        assertThat(all()).containsExactly("b1", "b2", "a2");
    }

    @Test
    void keepsAnItemForAllBehindWhatWasThereAndAheadOfWhatComes() throws InterruptedException {
        queue.add(1, 1, "a1");
        queue.add(1, 1, "a2");
        queue.addForAll("all");
        queue.add(2, 1, "b1");

        assertThat(queue.pollOfTenants()).isEqualTo("a1");
        assertThat(queue.pollOfTenants()).isEqualTo("a2");
        assertThat(queue.pollOfTenants()).isNull();
        assertThat(all()).containsExactly("all", "b1");
    }

    @Test
    void passesOverATenantThatIsNotServedNow() throws InterruptedException {
        queue.add(1, 1, "a1");
        queue.add(2, 1, "b1");

        assertThat(queue.poll(0, tenant -> tenant != 1)).isEqualTo("b1");
        assertThat(queue.poll(0, tenant -> tenant != 1)).isNull();
        assertThat(all()).containsExactly("a1");
    }

    @Test
    void handsOverWhatIsLeft() {
        queue.add(1, 1, "a1");
        queue.addForAll("all");
        queue.add(2, 1, "b1");

        assertThat(queue.drain()).containsExactlyInAnyOrder("a1", "all", "b1");
        assertThat(queue.size()).isZero();
    }
}
