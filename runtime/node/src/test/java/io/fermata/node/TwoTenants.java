// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import io.fermata.node.testing.TestNode;
import io.fermata.tenancy.TenantId;
import io.fermata.tenancy.Tenants;
import io.fermata.tenancy.keys.KeyRing;
import io.fermata.tenancy.keys.RootKey;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// Two tenants with their keys on a test database.
record TwoTenants(KeyRing keys, TenantId first, TenantId second) {

    static final String ROOT_KEY = Base64.getEncoder().encodeToString(new byte[32]);

    static TwoTenants on(DataSource database) {
        var jdbc = JdbcClient.create(database);
        var keys = new KeyRing(RootKey.parse(ROOT_KEY), jdbc);
        var tenants = new Tenants(jdbc, new TransactionTemplate(new DataSourceTransactionManager(database)), keys,
                InstantSource.system());
        return new TwoTenants(keys, id(tenants.create("123456789012", "first", "First")),
                id(tenants.create("210987654321", "second", "Second")));
    }

    /// A node for them on the machine's clock.
    TestNode node(DataSource database, String id, Duration lease) {
        return new TestNode(database, keys, first, second, id, lease);
    }

    /// A node for them with other settings, on another clock.
    TestNode node(DataSource database, NodeSettings settings, InstantSource clock) {
        return new TestNode(database, keys, first, second, settings, clock);
    }

    private static TenantId id(Tenants.Creation creation) {
        return ((Tenants.Created) creation).tenant().id();
    }
}
