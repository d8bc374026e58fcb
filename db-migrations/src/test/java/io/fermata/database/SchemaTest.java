// SPDX-License-Identifier: Apache-2.0
package io.fermata.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fermata.database.testing.TestDatabase;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.jdbc.core.simple.JdbcClient;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SchemaTest {

    /// The tables that belong to no tenant. A new name here needs a reason in the migration that makes the table.
    private static final Set<String> GLOBAL = Set.of("tenant", "user", "root_key_check", "shard", "node",
            "flyway_schema_history",
            "SPRING_SESSION", "SPRING_SESSION_ATTRIBUTES");

    /// The engine's own tables, whose primary key begins with an id that is unique over all tenants.
    private static final Set<String> ENGINE = Set.of("execution", "journal", "journal_value", "inbox", "activity_task",
            "execution_redrive", "execution_log", "execution_event", "express_start", "map_run",
            "map_item");

    private TestDatabase database;
    private JdbcClient jdbc;

    @BeforeAll
    void migrate() {
        database = TestDatabase.fresh(SchemaTest.class);
        jdbc = JdbcClient.create(database);
    }

    @AfterAll
    void drop() {
        database.close();
    }

    @Test
    void everyTableOfATenantSaysWhose() {
        List<String> without = tenantTables().stream().filter(table -> column(table, "tenant_id").isEmpty()).toList();

        assertThat(tenantTables()).contains("membership", "state_machine", "approval_task", "schedule");
        assertThat(without).isEmpty();
    }

    @Test
    void noTenantIdMayBeNull() {
        List<String> nullable = tenantTables().stream()
                .filter(table -> !column(table, "tenant_id").equals(List.of("NO"))).toList();

        assertThat(nullable).isEmpty();
    }

    @Test
    void everyTableOfATenantCanBeTheTargetOfACompositeForeignKey() {
        List<String> without = tenantTables().stream().filter(table -> !ENGINE.contains(table))
                .filter(table -> !uniqueKeys(table).contains("tenant_id,id")).toList();

        assertThat(without).isEmpty();
    }

    @Test
    void foreignKeysBetweenTenantTablesCarryTheTenant() {
        List<String> bare = jdbc.sql("""
                SELECT CONCAT(table_name, '.', constraint_name) FROM information_schema.key_column_usage
                WHERE table_schema = DATABASE() AND referenced_table_name IS NOT NULL
                  AND referenced_table_name NOT IN ('tenant', 'user', 'SPRING_SESSION') AND table_name NOT LIKE 'QRTZ%'
                GROUP BY table_name, constraint_name
                HAVING SUM(column_name = 'tenant_id' AND referenced_column_name = 'tenant_id') = 0
                """).query(String.class).list();

        assertThat(bare).isEmpty();
    }

    @Test
    void everyTableNamesTheCollationOfTheMigrations() {
        String collation = Migrations.collation(jdbc.sql("SELECT VERSION()").query(String.class).single());

        List<String> other = jdbc
                .sql("""
                        SELECT DISTINCT CONCAT(table_name, '.', column_name, ' ', collation_name) FROM information_schema.columns
                        WHERE table_schema = DATABASE() AND collation_name <> ? AND table_name NOT LIKE 'flyway%'
                        """)
                .param(collation).query(String.class).list();

        assertThat(other).isEmpty();
    }

    @Test
    void namesThatDifferInCaseOrTrailingSpaceAreDifferent() {
        database.execute(
                "INSERT INTO tenant (account_id, slug, name, status, created_at) VALUES ('1', 'a', '', 'ACTIVE', NOW(6)), "
                        + "('2', 'A', '', 'ACTIVE', NOW(6)), ('3', 'a ', '', 'ACTIVE', NOW(6)), ('4', 'ä', '', 'ACTIVE', NOW(6))");

        assertThat(jdbc.sql("SELECT account_id FROM tenant WHERE slug = ?").param("a").query(String.class).list())
                .containsExactly("1");
    }

    @Test
    void aDeletedMachineGivesItsNameBack() {
        database.execute(
                "INSERT INTO tenant (id, account_id, slug, name, status, created_at) VALUES (77, '000000000077', 't77', '', 'ACTIVE', NOW(6))");
        insertMachine("DELETED");
        insertMachine("DELETED");
        insertMachine("ACTIVE");

        assertThatThrownBy(() -> insertMachine("DELETING")).hasMessageContaining("state_machine_live_name");
    }

    @Test
    void microsecondsSurvive() {
        jdbc.sql(
                "INSERT INTO user (email, name, password_hash, status, failed_sign_ins, security_stamp, created_at, lock_version) "
                        + "VALUES ('m@example.org', '', '', 'ACTIVE', 0, 0, '2026-01-02 03:04:05.678901', 0)")
                .update();

        assertThat(jdbc.sql("SELECT created_at FROM user WHERE email = 'm@example.org'")
                .query(java.time.LocalDateTime.class).single())
                .hasToString("2026-01-02T03:04:05.678901");
    }

    @Test
    void aSecondRunFindsNothingToDo() {
        assertThat(Migrations.apply(database)).isZero();
    }

    private void insertMachine(String status) {
        database.execute(
                "INSERT INTO state_machine (tenant_id, name, type, status, role_arn, current_revision, last_version, logging, tracing, created_at, updated_at) "
                        + "VALUES (77, 'm', 'STANDARD', '" + status + "', 'r', 1, 0, '{}', '{}', NOW(6), NOW(6))");
    }

    private List<String> tenantTables() {
        return jdbc.sql("SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE()")
                .query(String.class).list().stream()
                .filter(table -> !GLOBAL.contains(table) && !table.startsWith("QRTZ_")).toList();
    }

    private List<String> column(String table, String column) {
        return jdbc.sql(
                "SELECT is_nullable FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = ? AND column_name = ?")
                .param(table).param(column).query(String.class).list();
    }

    private List<String> uniqueKeys(String table) {
        return jdbc.sql("""
                SELECT GROUP_CONCAT(column_name ORDER BY seq_in_index) FROM information_schema.statistics
                WHERE table_schema = DATABASE() AND table_name = ? AND non_unique = 0 GROUP BY index_name
                """).param(table).query(String.class).list();
    }
}
