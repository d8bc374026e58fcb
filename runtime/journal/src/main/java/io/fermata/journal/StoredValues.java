// SPDX-License-Identifier: Apache-2.0
package io.fermata.journal;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which large values of one execution have their rows already. Knows the thousand that were named last; an older one that
/// comes again is stored again. Belongs to the writer of the execution; one thread.
public final class StoredValues {

    private static final int KNOWN = 1_000;

    private final Map<String, Integer> numbers = new LinkedHashMap<>(16, 0.75f, true) {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
            return size() > KNOWN;
        }
    };
    private int last;

    /// The number of the value with that content; null when it has none.
    @Nullable
    Integer number(String hash) {
        return numbers.get(hash);
    }

    /// Gives a value the next number.
    int add(String hash) {
        last++;
        numbers.put(hash, last);
        return last;
    }

    /// Takes note of a value that a step of the journal names.
    void seen(LargeValue.Reference reference) {
        last = Math.max(last, reference.number());
        numbers.put(reference.hash(), reference.number());
    }
}
