// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import io.fermata.database.testing.TestDatabase;
import io.fermata.node.testing.TestNode;
import java.time.Duration;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Gives tests a fresh {@link TestDatabase}, {@link TwoTenants} on it and a {@link TestNode} called `node-a`, each to whoever
/// has a parameter of that type. What a `@BeforeAll` method takes is the whole class's; what a `@BeforeEach` method or a test
/// takes is that test's alone. All is closed afterwards, the node first.
final class NodeExtension implements ParameterResolver {

    private static final Duration LEASE = Duration.ofSeconds(10);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        var type = parameter.getParameter().getType();
        return type == TestDatabase.class || type == TwoTenants.class || type == TestNode.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        var store = context.getStore(Namespace.create(NodeExtension.class));
        var type = parameter.getParameter().getType();
        if (type == TestDatabase.class) {
            return database(store, context);
        }
        return type == TwoTenants.class ? tenants(store, context) : node(store, context);
    }

    private static TestDatabase database(Store store, ExtensionContext context) {
        return store.computeIfAbsent(TestDatabase.class, _ -> TestDatabase.fresh(context.getRequiredTestClass()),
                TestDatabase.class);
    }

    private static TwoTenants tenants(Store store, ExtensionContext context) {
        var database = database(store, context);
        return store.computeIfAbsent(TwoTenants.class, _ -> TwoTenants.on(database), TwoTenants.class);
    }

    private static TestNode node(Store store, ExtensionContext context) {
        var database = database(store, context);
        var tenants = tenants(store, context);
        return store.computeIfAbsent(TestNode.class, _ -> tenants.node(database, "node-a", LEASE), TestNode.class);
    }
}
