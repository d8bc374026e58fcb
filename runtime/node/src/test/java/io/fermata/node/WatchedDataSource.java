// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/// A data source that has something done before each statement that has a text in it.
final class WatchedDataSource extends DelegatingDataSource {

    private final String text;
    private final Before before;

    WatchedDataSource(DataSource target, String text, Before before) {
        super(target);
        this.text = text;
        this.before = before;
    }

    /// What is done before a statement, on its thread; may fail in its place.
    interface Before {

        void run() throws SQLException;
    }

    @Override
    public Connection getConnection() throws SQLException {
        var real = Objects.requireNonNull(super.getConnection());
        return (Connection) Proxy.newProxyInstance(WatchedDataSource.class.getClassLoader(),
                new Class<?>[]{Connection.class}, (_, method, arguments) -> {
                    if (method.getName().equals("prepareStatement") && ((String) arguments[0]).contains(text)) {
                        before.run();
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException problem) {
                        throw problem.getCause();
                    }
                });
    }
}
