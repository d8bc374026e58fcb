// SPDX-License-Identifier: Apache-2.0
package io.fermata.journal;

/// A write that was refused because the writer no longer owns the shard. What was to be written must be forgotten.
public final class LeaseLostException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int shard;

    LeaseLostException(int shard) {
        super("the lease of shard " + shard + " is lost", null, false, false);
        this.shard = shard;
    }

    /// The shard that now belongs to another node, or to none.
    public int shard() {
        return shard;
    }
}
