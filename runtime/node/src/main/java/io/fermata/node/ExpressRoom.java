// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import io.fermata.tenancy.TenantId;
import java.util.HashMap;
import java.util.Map;

/// How many Express executions this node runs for each tenant, and how much data they hold. Thread-safe.
final class ExpressRoom {

    private final Bounds bounds;
    private final Map<TenantId, Use> uses = new HashMap<>();
    private long bytesOfAll;
    private int runsOfAll;

    ExpressRoom(Bounds bounds) {
        this.bounds = bounds;
    }

    /// The bounds of one node. Bytes are those of JSON text; in memory it takes several times as many.
    ///
    /// @param runs executions of one tenant
    /// @param bytes data of one tenant
    /// @param bytesOfAll data of all tenants
    record Bounds(int runs, long bytes, long bytesOfAll) {

        /// What fits into this process: an eighth of its memory for all, half of that for one tenant.
        static Bounds ofThisProcess() {
            long all = Runtime.getRuntime().maxMemory() / 8;
            return new Bounds(2_000, all / 2, all);
        }
    }

    private static final class Use {

        private int runs;
        private long bytes;
    }

    /// Takes a place for one more execution.
    ///
    /// @return false when there is none; nothing is taken then
    synchronized boolean enter(TenantId tenant, long bytes) {
        var use = uses.computeIfAbsent(tenant, _ -> new Use());
        if (use.runs >= bounds.runs || !fits(use, bytes)) {
            if (use.runs == 0) {
                uses.remove(tenant);
            }
            return false;
        }
        use.runs++;
        use.bytes += bytes;
        bytesOfAll += bytes;
        runsOfAll++;
        return true;
    }

    /// Notes that an execution holds more data than before, or less.
    ///
    /// @return false when there is no room for it; nothing is noted then
    synchronized boolean change(TenantId tenant, long more) {
        var use = uses.get(tenant);
        if (use == null || more > 0 && !fits(use, more)) {
            return false;
        }
        use.bytes += more;
        bytesOfAll += more;
        return true;
    }

    /// Gives back the place of an execution.
    synchronized void leave(TenantId tenant, long bytes) {
        var use = uses.get(tenant);
        if (use != null) {
            use.runs--;
            use.bytes -= bytes;
            bytesOfAll -= bytes;
            runsOfAll--;
            if (use.runs == 0) {
                uses.remove(tenant);
            }
        }
    }

    synchronized int runs() {
        return runsOfAll;
    }

    long bytesOfATenant() {
        return bounds.bytes;
    }

    private boolean fits(Use use, long more) {
        return use.bytes + more <= bounds.bytes && bytesOfAll + more <= bounds.bytesOfAll;
    }
}
