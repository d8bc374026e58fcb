// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.approval;

import io.fermata.integrations.approval.Approval.Candidate;
import io.fermata.integrations.approval.Approval.Choice;
import io.fermata.integrations.approval.Approval.Status;
import io.fermata.integrations.approval.Approval.Vote;
import io.fermata.integrations.approval.ApprovalSeals.Column;
import io.fermata.language.Json;
import io.fermata.tenancy.Membership;
import io.fermata.tenancy.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.jdbc.support.GeneratedKeyHolder;

/// The rows of approvals, candidates and votes. Callers bring the transaction. Any thread.
final class ApprovalTable {

    private static final int STAGE = 1;
    private static final String TASKS = """
            SELECT t.id, t.tenant_id, t.public_id, t.execution_no, t.scheduled_event_id, t.execution_arn, t.state_name, t.content,
            t.requester, t.status, t.outcome, t.subject_sha256, t.timeout_at, t.created_at, t.decided_at FROM approval_task t
            """;

    private final JdbcClient jdbc;
    private final ApprovalSeals seals;
    private final InstantSource clock;

    ApprovalTable(JdbcClient jdbc, ApprovalSeals seals, InstantSource clock) {
        this.jdbc = jdbc;
        this.seals = seals;
        this.clock = clock;
    }

    /// An approval with its number inside the house.
    record Row(long id, TenantId tenant, Approval approval) {}

    /// What is stored when a question is asked.
    record NewRow(TenantId tenant, String publicId, long executionNo, long scheduledEvent, String executionArn,
            String stateName, String taskToken, Approval.Content content, String requester, byte[] subjectSha256,
            @Nullable Instant timeoutAt) {}

    ApprovalSeals seals() {
        return seals;
    }

    InstantSource clock() {
        return clock;
    }

    /// @throws org.springframework.dao.DuplicateKeyException if this attempt has asked already
    long insert(NewRow row, List<Membership> candidates) {
        var id = new GeneratedKeyHolder();
        var content = row.content();
        jdbc.sql(
                """
                        INSERT INTO approval_task (tenant_id, public_id, execution_no, scheduled_event_id, execution_arn, state_name, task_token,
                        title, content, rule, requester, status, outcome, subject_sha256, due_at, timeout_at, created_at, decided_at, lock_version)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'OPEN', NULL, ?, NULL, ?, ?, NULL, 0)
                        """)
                .params(Arrays.asList(row.tenant().value(), row.publicId(), row.executionNo(), row.scheduledEvent(),
                        row.executionArn(), row.stateName(),
                        seals.seal(row.tenant(), Column.TASK_TOKEN, row.taskToken()), content.title(),
                        seals.seal(row.tenant(), Column.CONTENT, Json.write(ContentJson.write(content))),
                        "quorum " + content.quorum() + " of " + candidates.size(), row.requester(),
                        row.subjectSha256(), row.timeoutAt() == null ? null : utc(row.timeoutAt()), now()))
                .update(id);
        long taskId = Objects.requireNonNull(id.getKey()).longValue();
        for (var candidate : candidates) {
            jdbc.sql("""
                    INSERT INTO approval_candidate (tenant_id, approval_task_id, stage, email, user_id, source, state)
                    VALUES (?, ?, ?, ?, ?, 'DIRECT', 'ASKED')
                    """).params(List.of(row.tenant().value(), taskId, STAGE, candidate.email(), candidate.userId()))
                    .update();
        }
        return taskId;
    }

    Optional<Row> bySource(TenantId tenant, long executionNo, long scheduledEvent) {
        return one(jdbc.sql(TASKS + "WHERE t.tenant_id = ? AND t.execution_no = ? AND t.scheduled_event_id = ?")
                .param(tenant.value()).param(executionNo).param(scheduledEvent));
    }

    boolean exists(TenantId tenant, long executionNo, long scheduledEvent) {
        return jdbc.sql("""
                SELECT COUNT(*) FROM approval_task WHERE tenant_id = ? AND execution_no = ? AND scheduled_event_id = ?
                """).param(tenant.value()).param(executionNo).param(scheduledEvent).query(Integer.class).single() > 0;
    }

    Optional<Row> byPublicId(TenantId tenant, String publicId) {
        return one(jdbc.sql(TASKS + "WHERE t.tenant_id = ? AND t.public_id = ?").param(tenant.value())
                .param(publicId));
    }

    Optional<Row> byId(TenantId tenant, long id) {
        return one(jdbc.sql(TASKS + "WHERE t.tenant_id = ? AND t.id = ?").param(tenant.value()).param(id));
    }

    /// The same, and nobody else changes it before the transaction ends.
    Optional<Row> lock(TenantId tenant, String publicId) {
        return one(jdbc.sql(TASKS + "WHERE t.tenant_id = ? AND t.public_id = ? FOR UPDATE").param(tenant.value())
                .param(publicId));
    }

    /// Oldest first.
    List<Row> byExecution(TenantId tenant, long executionNo) {
        return many(jdbc.sql(TASKS + "WHERE t.tenant_id = ? AND t.execution_no = ? ORDER BY t.id")
                .param(tenant.value()).param(executionNo));
    }

    /// Oldest first.
    List<Row> waitingFor(TenantId tenant, long userId, int size) {
        return many(jdbc.sql(TASKS + """
                JOIN approval_candidate c ON c.tenant_id = t.tenant_id AND c.approval_task_id = t.id
                WHERE t.tenant_id = ? AND c.user_id = ? AND c.state = 'ASKED' AND t.status = 'OPEN'
                AND (t.timeout_at IS NULL OR t.timeout_at > ?) ORDER BY t.created_at, t.id LIMIT ?
                """).param(tenant.value()).param(userId).param(now()).param(size));
    }

    int countWaitingFor(TenantId tenant, long userId) {
        return jdbc
                .sql("""
                        SELECT COUNT(*) FROM approval_candidate c JOIN approval_task t ON t.tenant_id = c.tenant_id AND t.id = c.approval_task_id
                        WHERE c.tenant_id = ? AND c.user_id = ? AND c.state = 'ASKED' AND t.status = 'OPEN'
                        AND (t.timeout_at IS NULL OR t.timeout_at > ?)
                        """)
                .param(tenant.value()).param(userId).param(now()).query(Integer.class).single();
    }

    /// By execution; one without a vote is left out.
    Map<Long, Long> countVotes(TenantId tenant, Collection<Long> executionNos) {
        return jdbc.sql("""
                SELECT t.execution_no, COUNT(*) FROM approval_task t
                JOIN approval_vote v ON v.tenant_id = t.tenant_id AND v.approval_task_id = t.id
                WHERE t.tenant_id = :tenant AND t.execution_no IN (:executions) GROUP BY t.execution_no
                """).param("tenant", tenant.value()).param("executions", executionNos)
                .query((row, _) -> Map.entry(row.getLong(1), row.getLong(2))).list().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /// Newest first.
    List<Row> newest(TenantId tenant, int size) {
        return many(jdbc.sql(TASKS + "WHERE t.tenant_id = ? ORDER BY t.id DESC LIMIT ?").param(tenant.value())
                .param(size));
    }

    void insertVote(Row row, Membership person, Choice choice, String comment, String network) {
        var tenant = row.tenant();
        jdbc.sql(
                """
                        INSERT INTO approval_vote (tenant_id, approval_task_id, stage, email, user_id, choice, comment, network, subject_sha256, at)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        """)
                .params(List.of(tenant.value(), row.id(), STAGE, person.email(), person.userId(), choice.name(),
                        seals.seal(tenant, Column.COMMENT, comment), network,
                        HexFormat.of().parseHex(row.approval().subjectSha256()), now()))
                .update();
        jdbc.sql(
                """
                        UPDATE approval_candidate SET state = 'ANSWERED' WHERE tenant_id = ? AND approval_task_id = ? AND stage = ? AND user_id = ?
                        """)
                .param(tenant.value()).param(row.id()).param(STAGE).param(person.userId()).update();
    }

    void close(Row row, Status status, @Nullable Choice outcome) {
        jdbc.sql("UPDATE approval_task SET status = ?, outcome = ?, decided_at = ? WHERE tenant_id = ? AND id = ?")
                .params(Arrays.asList(status.name(), outcome == null ? null : outcome.name(), now(),
                        row.tenant().value(), row.id()))
                .update();
    }

    /// Takes back the question of an attempt that nobody waits for, if it is open still.
    void withdraw(TenantId tenant, long executionNo, long scheduledEvent) {
        jdbc.sql(
                """
                        UPDATE approval_task SET status = CASE WHEN timeout_at <= ? THEN 'EXPIRED' ELSE 'WITHDRAWN' END, decided_at = ?
                        WHERE tenant_id = ? AND execution_no = ? AND scheduled_event_id = ? AND status = 'OPEN'
                        """)
                .param(now()).param(now()).param(tenant.value()).param(executionNo).param(scheduledEvent).update();
    }

    /// Closes what nobody answered in time, and what belongs to an execution that has ended, of all tenants. The second is
    /// needed only after a crash, when [#withdraw] was not called; hence the look at another module's rows.
    int closeForgotten() {
        int expired = jdbc
                .sql("""
                        /* system */ UPDATE approval_task SET status = 'EXPIRED', decided_at = ? WHERE status = 'OPEN' AND timeout_at <= ?
                        """)
                .param(now()).param(now()).update();
        int withdrawn = jdbc
                .sql("""
                        /* system */ UPDATE approval_task t JOIN execution e ON e.execution_no = t.execution_no AND e.tenant_id = t.tenant_id
                        SET t.status = 'WITHDRAWN', t.decided_at = ? WHERE t.status = 'OPEN' AND e.stopped_at IS NOT NULL
                        """)
                .param(now()).update();
        return expired + withdrawn;
    }

    String taskToken(TenantId tenant, long id) {
        var sealed = jdbc.sql("SELECT task_token FROM approval_task WHERE tenant_id = ? AND id = ?")
                .param(tenant.value()).param(id).query(byte[].class).single();
        return seals.open(tenant, Column.TASK_TOKEN, sealed);
    }

    private Optional<Row> one(StatementSpec statement) {
        return many(statement).stream().findFirst();
    }

    private List<Row> many(StatementSpec statement) {
        var bare = statement.query((row, _) -> bare(row)).list();
        if (bare.isEmpty()) {
            return bare;
        }
        var tenant = bare.getFirst().tenant();
        var ids = bare.stream().map(Row::id).toList();
        var candidates = candidates(tenant, ids);
        var votes = votes(tenant, ids);
        return bare.stream().map(row -> new Row(row.id(), tenant, with(row.approval(),
                candidates.getOrDefault(row.id(), List.of()), votes.getOrDefault(row.id(), List.of())))).toList();
    }

    private Map<Long, List<Candidate>> candidates(TenantId tenant, List<Long> ids) {
        return jdbc
                .sql("""
                        SELECT c.approval_task_id, c.user_id, c.email, u.name, c.state FROM approval_candidate c JOIN user u ON u.id = c.user_id
                        WHERE c.tenant_id = :tenant AND c.approval_task_id IN (:ids) ORDER BY c.email
                        """)
                .param("tenant", tenant.value()).param("ids", ids)
                .query((row, _) -> Map.entry(row.getLong(1),
                        new Candidate(row.getLong(2), row.getString(3), row.getString(4),
                                row.getString(5).equals("ANSWERED"))))
                .list().stream().collect(grouped());
    }

    private Map<Long, List<Vote>> votes(TenantId tenant, List<Long> ids) {
        return jdbc
                .sql("""
                        SELECT v.approval_task_id, v.user_id, v.email, u.name, v.choice, v.comment, v.at FROM approval_vote v JOIN user u ON u.id = v.user_id
                        WHERE v.tenant_id = :tenant AND v.approval_task_id IN (:ids) ORDER BY v.id
                        """)
                .param("tenant", tenant.value()).param("ids", ids)
                .query((row, _) -> Map.entry(row.getLong(1),
                        new Vote(row.getLong(2), row.getString(3), row.getString(4), Choice.valueOf(row.getString(5)),
                                seals.open(tenant, Column.COMMENT, row.getBytes(6)), instant(row, "at"))))
                .list().stream().collect(grouped());
    }

    private static <T> java.util.stream.Collector<Map.Entry<Long, T>, ?, Map<Long, List<T>>> grouped() {
        return Collectors.groupingBy(Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList()));
    }

    private Row bare(ResultSet row) throws SQLException {
        var tenant = new TenantId(row.getLong("tenant_id"));
        var content = ContentJson.read(seals.openJson(tenant, Column.CONTENT, row.getBytes("content")));
        var timeoutAt = Optional.ofNullable(row.getObject("timeout_at", LocalDateTime.class))
                .map(time -> time.toInstant(ZoneOffset.UTC));
        var status = Status.valueOf(row.getString("status"));
        boolean late = status == Status.OPEN && timeoutAt.filter(time -> !time.isAfter(clock.instant())).isPresent();
        return new Row(row.getLong("id"), tenant, new Approval(row.getString("public_id"),
                row.getLong("execution_no"), row.getLong("scheduled_event_id"), row.getString("execution_arn"),
                row.getString("state_name"), content, row.getString("requester"), late ? Status.EXPIRED : status,
                Optional.ofNullable(row.getString("outcome")).map(Choice::valueOf),
                HexFormat.of().formatHex(row.getBytes("subject_sha256")), timeoutAt, instant(row, "created_at"),
                Optional.ofNullable(row.getObject("decided_at", LocalDateTime.class))
                        .map(time -> time.toInstant(ZoneOffset.UTC)),
                List.of(), List.of()));
    }

    private static Approval with(Approval bare, List<Candidate> candidates, List<Vote> votes) {
        return new Approval(bare.id(), bare.executionNo(), bare.scheduledEvent(), bare.executionArn(),
                bare.stateName(), bare.content(), bare.requester(), bare.status(), bare.outcome(),
                bare.subjectSha256(), bare.timeoutAt(), bare.createdAt(), bare.decidedAt(), candidates, votes);
    }

    private LocalDateTime now() {
        return utc(clock.instant());
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return Objects.requireNonNull(row.getObject(column, LocalDateTime.class)).toInstant(ZoneOffset.UTC);
    }

    private static LocalDateTime utc(Instant instant) {
        return LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
