// SPDX-License-Identifier: Apache-2.0
package io.fermata.catalog;

import io.fermata.database.testing.TestDatabase;
import io.fermata.tenancy.SqlGate;
import io.fermata.tenancy.TenantId;
import io.fermata.tenancy.Tenants;
import io.fermata.tenancy.keys.KeyRing;
import io.fermata.tenancy.keys.RootKey;
import io.fermata.tenancy.keys.testing.MemoryKms;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// The catalog on a schema of its own behind the SQL gate, with two tenants.
final class CatalogFixture implements AutoCloseable {

    final TestDatabase database;
    final MemoryKms kms = new MemoryKms();
    final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-01T10:00:00Z"));
    /// The clock of the keys, which tests turn.
    final InstantSource time = now::get;
    final InstantSource clock = InstantSource.fixed(Instant.parse("2026-03-01T10:00:00.123456Z"));
    final JdbcClient jdbc;
    final Tags tags;
    final StateMachines machines;
    final Activities activities;
    final Definitions definitions;
    final Versions versions;
    final Aliases aliases;
    final TenantId acme;
    final TenantId other;

    CatalogFixture(Class<?> test) {
        database = TestDatabase.fresh(test);
        SqlGate gate = SqlGate.around(database);
        jdbc = JdbcClient.create(gate);
        TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(gate));
        tags = new Tags(jdbc, transaction);
        versions = new Versions(jdbc, transaction, clock);
        KeyRing keyRing = ring();
        machines = new StateMachines(jdbc, transaction, tags, versions, keyRing, clock);
        activities = new Activities(jdbc, transaction, tags, keyRing, clock);
        definitions = new Definitions(jdbc, keyRing);
        aliases = new Aliases(jdbc, transaction, clock);
        Tenants tenants = new Tenants(jdbc, transaction, keyRing, clock);
        acme = ((Tenants.Created) tenants.create("111111111111", "acme", "Acme")).tenant().id();
        other = ((Tenants.Created) tenants.create("222222222222", "other", "Other")).tenant().id();
    }

    /// A ring as a node that was just started has it.
    KeyRing ring() {
        var ring = new KeyRing(RootKey.parse(Base64.getEncoder().encodeToString(new byte[32])), jdbc, time);
        ring.useKms(kms);
        return ring;
    }

    @Override
    public void close() {
        database.close();
    }
}
