// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.UUID;

/// UUIDs of version 7: 48 bits of milliseconds, then chance (RFC 9562, section 5.7). Names of executions that nobody
/// named: unguessable, and near each other in the index.
final class TimeOrderedUuid {

    private static final SecureRandom RANDOM = new SecureRandom();

    private TimeOrderedUuid() {}

    static String next(Instant at) {
        long high = at.toEpochMilli() << 16 | 0x7000 | RANDOM.nextInt(0x1000);
        long low = RANDOM.nextLong() & 0x3FFFFFFFFFFFFFFFL | 0x8000000000000000L;
        return new UUID(high, low).toString();
    }
}
