// SPDX-License-Identifier: Apache-2.0
package io.fermata.catalog;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.fermata.language.asl.Asl;
import io.fermata.language.Definition;
import io.fermata.language.Parsed;
import io.fermata.tenancy.TenantId;
import io.fermata.tenancy.keys.KeyRing;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Parsed definitions by revision, kept while they are used: 64 million characters of text at most. A revision never changes, so nothing
/// is ever out of date. Any thread.
public final class Definitions {

    private static final long CACHED_CHARACTERS = 64_000_000;

    private final JdbcClient jdbc;
    private final KeyRing keys;
    private final SealedDefinitions sealing;
    private final Cache<Key, Entry> cache = Caffeine.newBuilder().maximumWeight(CACHED_CHARACTERS)
            .weigher((Key _, Entry entry) -> entry.length()).build();

    public Definitions(JdbcClient jdbc, KeyRing keys) {
        this.jdbc = jdbc;
        this.keys = keys;
        this.sealing = new SealedDefinitions(keys);
    }

    private record Key(TenantId tenant, long revisionId) {}

    /// @param keyNumber of the data key that opens the text; 0 when it is not sealed
    private record Entry(Definition definition, int length, int keyNumber) {}

    /// The same for who may wait for KMS.
    ///
    /// @throws io.fermata.tenancy.keys.KmsRefusedException when KMS refuses the customer's key
    public Optional<Definition> findWhenThere(TenantId tenant, long revisionId) {
        return keys.whenThere(() -> find(tenant, revisionId));
    }

    /// The definition of a revision; empty if the tenant has no such revision. Of a sealed one it is known as long as its data key is.
    ///
    /// @throws io.fermata.tenancy.keys.KeyAbsentException if it is sealed, and its data key is not in memory
    /// @throws IllegalStateException if the stored text, which was valid once, is no longer
    public Optional<Definition> find(TenantId tenant, long revisionId) {
        Key key = new Key(tenant, revisionId);
        Entry known = cache.getIfPresent(key);
        if (known != null) {
            keys.check(tenant, known.keyNumber());
            return Optional.of(known.definition());
        }
        Optional<Entry> read = jdbc
                .sql("""
                        SELECT r.id AS revision_id, r.tenant_id, r.state_machine_id, m.type, r.number, r.revision_uuid, r.definition, r.role_arn,
                            r.logging, r.tracing, r.created_at AS revised_at, r.kms_key, r.kms_reuse_seconds, r.kms_resource_arn,
                            r.sealed_definition
                        FROM revision r JOIN state_machine m ON m.tenant_id = r.tenant_id AND m.id = r.state_machine_id
                        WHERE r.tenant_id = ? AND r.id = ?
                        """)
                .param(tenant.value()).param(revisionId)
                .query((row, _) -> StateMachineTable.revision(row, row.getLong("state_machine_id"))).optional()
                .map(this::parse);
        read.ifPresent(entry -> cache.put(key, entry));
        return read.map(Entry::definition);
    }

    private Entry parse(Revision revision) {
        var text = sealing.open(revision);
        var sealed = revision.sealedDefinition();
        return switch (Asl.parse(text, revision.type())) {
            case Parsed.Valid valid ->
                new Entry(valid.definition(), text.length(), sealed == null ? 0 : KeyRing.number(sealed));
            case Parsed.Invalid invalid -> throw new IllegalStateException("The stored definition of revision "
                    + revision.id() + " is not valid: " + invalid.diagnostics().getFirst());
        };
    }
}
