// SPDX-License-Identifier: Apache-2.0
package io.fermata.tenancy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/// A data source that refuses statements which touch a tenant's table without naming `tenant_id`, in production as in tests. A statement
/// of the system over all tenants says so by the comment `/* system */`. Judged texts are remembered. Any thread.
public final class SqlGate extends DelegatingDataSource {

    private static final int REMEMBERED = 10_000;
    private static final Pattern TEXTS = Pattern.compile("'(?:[^'\\\\]|''|\\\\.)*'|\"(?:[^\"\\\\]|\"\"|\\\\.)*\"");
    private static final Pattern PLACES = Pattern.compile(
            "\\b(?:from|join|into|update|table)\\s+`?(\\w+)`?|,\\s*`?(\\w+)`?(?=\\s+(?:as\\s+)?\\w+\\s*(?:where|,|join|$))");
    private static final Pattern TENANT = Pattern.compile("\\btenant_id\\b");

    private final Set<String> tables;
    private final Set<String> passed = ConcurrentHashMap.newKeySet();

    /// @param tables the names of all tables with a `tenant_id`, in lower case
    public SqlGate(DataSource target, Set<String> tables) {
        super(target);
        this.tables = Set.copyOf(tables);
    }

    /// The gate of a migrated schema.
    public static SqlGate around(DataSource target) {
        Set<String> tables = JdbcClient.create(target).sql(
                "SELECT table_name FROM information_schema.columns WHERE table_schema = DATABASE() AND column_name = 'tenant_id'")
                .query((row, _) -> row.getString(1).toLowerCase(Locale.ROOT)).set();
        return new SqlGate(target, tables);
    }

    @Override
    public Connection getConnection() throws SQLException {
        return guarded(Connection.class, super.getConnection());
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        return guarded(Connection.class, super.getConnection(username, password));
    }

    /// Lets the statement pass or throws.
    ///
    /// @throws IllegalStateException if it names a tenant's table more often than `tenant_id`
    void check(String sql) {
        if (passed.contains(sql)) {
            return;
        }
        if (!sql.contains("/* system */")) {
            String bare = TEXTS.matcher(sql).replaceAll("''").toLowerCase(Locale.ROOT);
            long touched = PLACES.matcher(bare).results()
                    .filter(place -> tables.contains(place.group(1) == null ? place.group(2) : place.group(1))).count();
            Matcher tenant = TENANT.matcher(bare);
            if (touched > tenant.results().count()) {
                throw new IllegalStateException("This statement touches " + touched
                        + " tenant table(s) without naming tenant_id for each: " + sql);
            }
        }
        if (passed.size() < REMEMBERED) {
            passed.add(sql);
        }
    }

    private <T> T guarded(Class<T> type, T target) {
        return type.cast(
                Proxy.newProxyInstance(SqlGate.class.getClassLoader(), new Class<?>[]{type}, (_, method, arguments) -> {
                    if (arguments != null && arguments.length > 0 && arguments[0] instanceof String sql
                            && takesSql(method.getName())) {
                        check(sql);
                    }
                    Object result;
                    try {
                        result = method.invoke(target, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                    return switch (result) {
                        case CallableStatement statement -> guarded(CallableStatement.class, statement);
                        case PreparedStatement statement -> statement;
                        case Statement statement when method.getName().equals("createStatement") ->
                            guarded(Statement.class, statement);
                        case null, default -> result;
                    };
                }));
    }

    private static boolean takesSql(String method) {
        return method.startsWith("prepare") || method.startsWith("execute") || method.equals("addBatch");
    }
}
