// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.fermata.journal.MapItemTable;
import io.fermata.journal.MapRedriveWriter;
import io.fermata.journal.MapRunRow;
import io.fermata.journal.MapRunTable;
import io.fermata.journal.MapRunWriter;
import io.fermata.tenancy.TenantId;

/// Map Runs and their children in the database. Thread-safe.
final class MapStore {

    private static final long KEPT = 10_000;

    private final MapRunTable runs;
    private final MapItemTable items;
    private final MapRunWriter writer;
    private final Cache<Key, MapRunRow> known = Caffeine.newBuilder().maximumSize(KEPT).build();

    MapStore(MapRunTable runs, MapItemTable items, MapRunWriter writer) {
        this.runs = runs;
        this.items = items;
        this.writer = writer;
    }

    private record Key(TenantId tenant, long mapRunNo) {}

    MapRunTable runs() {
        return runs;
    }

    MapItemTable items() {
        return items;
    }

    MapRunWriter writer() {
        return writer;
    }

    MapRedriveWriter redrives() {
        return new MapRedriveWriter(writer);
    }

    /// What never changes about a run; the rest of the row may be old.
    ///
    /// @throws IllegalStateException when there is none, as after its execution was purged
    MapRunRow known(TenantId tenant, long mapRunNo) {
        return known.get(new Key(tenant, mapRunNo), key -> runs.find(tenant, mapRunNo)
                .orElseThrow(() -> new IllegalStateException("Map Run " + mapRunNo + " is not there")));
    }
}
