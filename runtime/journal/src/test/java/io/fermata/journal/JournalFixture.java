// SPDX-License-Identifier: Apache-2.0
package io.fermata.journal;

import io.fermata.engine.ExecutionStatus;
import io.fermata.engine.Signal;
import io.fermata.tenancy.TenantId;
import io.fermata.tenancy.Tenants;
import io.fermata.tenancy.keys.KeyRing;
import io.fermata.tenancy.keys.RootKey;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// A tenant, its keys, and writers on a test database.
final class JournalFixture {

    static final int SHARD = 7;
    static final Instant AT = Instant.parse("2026-03-01T10:00:00Z");

    final DataSource database;
    final TenantId tenant;
    final KeyRing keys;
    final StepCodec codec;
    final JdbcClient jdbc;

    JournalFixture(DataSource database) {
        this.database = database;
        this.jdbc = JdbcClient.create(database);
        this.keys = new KeyRing(RootKey.parse(Base64.getEncoder().encodeToString(new byte[32])), jdbc);
        var tenants = new Tenants(jdbc, new TransactionTemplate(new DataSourceTransactionManager(database)), keys,
                InstantSource.system());
        this.tenant = ((Tenants.Created) tenants.create("123456789012", "first", "First")).tenant().id();
        this.codec = new StepCodec(keys);
    }

    /// Makes a name the owner of the shard and says under which epoch.
    long own(String owner, Duration lease) throws SQLException {
        jdbc.sql("UPDATE shard SET owner = ?, epoch = epoch + 1, expires_at = NOW(6) + INTERVAL ? SECOND WHERE id = ?")
                .param(owner).param(lease.toSeconds()).param(SHARD).update();
        return epoch();
    }

    long epoch() {
        return jdbc.sql("SELECT epoch FROM shard WHERE id = ?").param(SHARD).query(Long.class).single();
    }

    Append start(long epoch, long executionNo) {
        return append(epoch, executionNo, 1, new Append.NewExecution(1, 1, "e" + executionNo, AT, "test", null, null,
                Qualifier.NONE),
                new byte[]{1, 2, 3});
    }

    Append append(long epoch, long executionNo, int step, Append.@Nullable NewExecution start, byte[] payload) {
        return new Append(SHARD, epoch, tenant, executionNo, start,
                new Append.StepRow(step, step, step, AT, payload),
                start == null ? null : new Append.Change(ExecutionStatus.RUNNING, null, WakeIndex.RESIDENT, 1), null,
                null);
    }

    /// Lets another node take the shard and write a step.
    void writeAs(String owner, Append append) {
        try (var other = new GroupCommit(database, owner)) {
            other.start();
            long epoch = own(owner, Duration.ofSeconds(60));
            other.append(new Append(append.shard(), epoch, append.tenant(), append.executionNo(), append.start(),
                    append.row(), append.change(), append.toParent(), append.answer())).join();
        } catch (SQLException problem) {
            throw new IllegalStateException(problem);
        }
    }

    /// A message for an execution, not answered yet.
    long message(long executionNo) {
        return new Inbox(database, codec).send(tenant, null, executionNo, new Signal.Continue(), true);
    }

    Append answer(long epoch, long executionNo, long message, String answer) {
        return new Append(SHARD, epoch, tenant, executionNo, null, null, null, null,
                new Append.Answer(message, answer));
    }

    long rows() {
        return jdbc.sql("SELECT COUNT(*) FROM journal WHERE tenant_id = ?").param(tenant.value()).query(Long.class)
                .single();
    }
}
