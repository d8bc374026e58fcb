// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import io.fermata.journal.ExecutionNo;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// Names of the children of Map Runs: UUIDs of version 7 whose time is that of the execution's number, so that a child is
/// found by its name in the index of numbers, and whose rest is made from the run and the number, so that a child that is
/// started again after a crash is the same.
final class MapChildNames {

    private MapChildNames() {}

    static String of(String runUuid, long executionNo) {
        return uuid(runUuid + ":" + executionNo, ExecutionNo.at(executionNo)).toString();
    }

    /// The last part of an Express child's ARN.
    static String express(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }

    /// When a child of that name was given its number; empty when it is no name of a child.
    static Optional<Instant> time(String name) {
        try {
            var uuid = UUID.fromString(name);
            return uuid.version() == 7
                    ? Optional.of(Instant.ofEpochMilli(uuid.getMostSignificantBits() >>> 16))
                    : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static UUID uuid(String seed, Instant at) {
        try {
            var bits = ByteBuffer
                    .wrap(MessageDigest.getInstance("SHA-256").digest(seed.getBytes(StandardCharsets.UTF_8)));
            long high = at.toEpochMilli() << 16 | 0x7000 | bits.getLong() & 0xFFF;
            long low = bits.getLong() & 0x3FFFFFFFFFFFFFFFL | 0x8000000000000000L;
            return new UUID(high, low);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
