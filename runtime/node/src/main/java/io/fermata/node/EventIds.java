// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import io.fermata.tenancy.keys.KeyRing;
import java.nio.ByteBuffer;
import java.util.UUID;

/// The ids under which events are known outside: the same for the same change on every node and at every try, and saying
/// nothing of the numbers they are made of. Any thread.
final class EventIds {

    private static final int NUMBERS = Long.BYTES + Integer.BYTES + 1;
    private static final long VERSION_8 = 0x8000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private final KeyRing keys;

    EventIds(KeyRing keys) {
        this.keys = keys;
    }

    String of(StatusChange change) {
        var numbers = ByteBuffer.allocate(NUMBERS).putLong(change.executionNo()).putInt(change.step())
                .put((byte) (change.ends() ? 1 : 0)).array();
        var mac = ByteBuffer.wrap(keys.mac(change.tenant(), "execution-event", numbers));
        return new UUID(mac.getLong() & ~0xF000L | VERSION_8, mac.getLong() & 0x3FFF_FFFF_FFFF_FFFFL | VARIANT)
                .toString();
    }
}
