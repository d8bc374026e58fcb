// SPDX-License-Identifier: Apache-2.0
package io.fermata.catalog;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.fermata.language.asl.Asl;
import io.fermata.language.Definition;
import io.fermata.language.MachineType;
import io.fermata.language.Parsed;
import io.fermata.tenancy.TenantId;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Parsed definitions by revision, kept while they are used: 64 million characters of text at most. A revision never changes, so nothing
/// is ever out of date. Any thread.
public final class Definitions {

    private static final long CACHED_CHARACTERS = 64_000_000;

    private final JdbcClient jdbc;
    private final Cache<Key, Entry> cache = Caffeine.newBuilder().maximumWeight(CACHED_CHARACTERS)
            .weigher((Key _, Entry entry) -> entry.length()).build();

    public Definitions(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    private record Key(TenantId tenant, long revisionId) {}

    private record Entry(Definition definition, int length) {}

    private record Text(String definition, MachineType type) {}

    /// The definition of a revision; empty if the tenant has no such revision.
    ///
    /// @throws IllegalStateException if the stored text, which was valid once, is no longer
    public Optional<Definition> find(TenantId tenant, long revisionId) {
        Key key = new Key(tenant, revisionId);
        Entry known = cache.getIfPresent(key);
        if (known != null) {
            return Optional.of(known.definition());
        }
        Optional<Entry> read = jdbc
                .sql("""
                        SELECT r.definition, m.type FROM revision r JOIN state_machine m ON m.tenant_id = r.tenant_id AND m.id = r.state_machine_id
                        WHERE r.tenant_id = ? AND r.id = ?
                        """)
                .param(tenant.value()).param(revisionId)
                .query((row, _) -> new Text(row.getString(1), MachineType.valueOf(row.getString(2)))).optional()
                .map(text -> parse(revisionId, text));
        read.ifPresent(entry -> cache.put(key, entry));
        return read.map(Entry::definition);
    }

    private static Entry parse(long revisionId, Text text) {
        return switch (Asl.parse(text.definition(), text.type())) {
            case Parsed.Valid valid -> new Entry(valid.definition(), text.definition().length());
            case Parsed.Invalid invalid -> throw new IllegalStateException("The stored definition of revision "
                    + revisionId + " is not valid: " + invalid.diagnostics().getFirst());
        };
    }
}
