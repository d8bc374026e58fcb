// SPDX-License-Identifier: Apache-2.0
package io.fermata.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fermata.database.testing.TestDatabase;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.datasource.AbstractDataSource;

class SqlGateTest {

    private final SqlGate gate = new SqlGate(new NoDatabase(), Set.of("state_machine", "revision", "audit"));

    @ParameterizedTest
    @ValueSource(strings = {"SELECT * FROM state_machine WHERE id = ?",
            "select m.id from state_machine m where m.name = 'tenant_id'",
            "UPDATE revision SET number = 1 WHERE id = 2",
            "DELETE FROM audit", "INSERT INTO audit (id) VALUES (1)",
            "SELECT * FROM tenant t JOIN state_machine m ON m.name = t.name",
            "SELECT * FROM state_machine m JOIN revision r ON r.state_machine_id = m.id WHERE m.tenant_id = ?",
            "SELECT * FROM `audit`", "SELECT 1 FROM tenant t, audit a WHERE a.id = 1",
            "SELECT (SELECT COUNT(*) FROM revision) FROM tenant"})
    void refusesAStatementThatForgetsTheTenant(String sql) {
        assertThatThrownBy(() -> gate.check(sql)).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("without naming tenant_id");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SELECT * FROM state_machine WHERE tenant_id = ? AND id = ?",
            "INSERT INTO audit (id, tenant_id) VALUES (1, 2)",
            "SELECT * FROM state_machine m JOIN revision r ON r.tenant_id = m.tenant_id AND r.state_machine_id = m.id WHERE m.id = ?",
            "SELECT * FROM tenant",
            "/* system */ SELECT * FROM audit", "SELECT 'from audit'", "SELECT 1"})
    void letsAStatementPassThatNamesTheTenant(String sql) {
        assertThatCode(() -> gate.check(sql)).doesNotThrowAnyException();
    }

    @Test
    void guardsPreparedAndPlainStatementsOfARealSchema() throws Exception {
        try (TestDatabase database = TestDatabase.fresh(SqlGateTest.class);
                Connection connection = SqlGate.around(database).getConnection();
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> connection.prepareStatement("SELECT * FROM membership"))
                    .isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> statement.executeQuery("SELECT * FROM membership"))
                    .isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> statement.addBatch("DELETE FROM membership"))
                    .isInstanceOf(IllegalStateException.class);
            assertThat(statement.executeQuery("SELECT COUNT(*) FROM membership WHERE tenant_id = 1").next()).isTrue();
        }
    }

    private static final class NoDatabase extends AbstractDataSource {

        @Override
        public Connection getConnection() {
            throw new UnsupportedOperationException("this test needs no connection");
        }

        @Override
        public Connection getConnection(String username, String password) {
            throw new UnsupportedOperationException("this test needs no connection");
        }
    }
}
