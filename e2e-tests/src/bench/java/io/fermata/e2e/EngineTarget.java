// SPDX-License-Identifier: Apache-2.0
package io.fermata.e2e;

import com.zaxxer.hikari.HikariDataSource;
import io.fermata.database.DatabaseAddress;
import io.fermata.database.Databases;
import io.fermata.database.Migrations;
import io.fermata.engine.ExecutionFacts;
import io.fermata.engine.Limits;
import io.fermata.engine.ExecutionStatus;
import io.fermata.engine.TaskIntegration;
import io.fermata.engine.TaskOutcome;
import io.fermata.engine.TaskRequest;
import io.fermata.journal.Qualifier;
import io.fermata.language.Definition;
import io.fermata.language.Json;
import io.fermata.language.MachineType;
import io.fermata.language.Parsed;
import io.fermata.language.TaskResource;
import io.fermata.language.asl.Asl;
import io.fermata.node.Assembly;
import io.fermata.node.Machines;
import io.fermata.node.NodeSettings;
import io.fermata.node.StartAnswer;
import io.fermata.node.StartRequest;
import io.fermata.tenancy.SqlGate;
import io.fermata.tenancy.TenantId;
import io.fermata.tenancy.Tenants;
import io.fermata.tenancy.keys.KeyRing;
import io.fermata.tenancy.keys.RootKey;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// A node in this process, without HTTP, signatures and web server. Its tasks are answered at once where they are called.
final class EngineTarget implements Target, Machines, TaskIntegration {

    private static final String ACCOUNT = "arn:aws:states:us-east-1:123456789012:";

    private final HikariDataSource pool;
    private final Assembly node;
    private final TenantId tenant;
    private final long databasePid;
    private final Map<Long, Definition> machines = new ConcurrentHashMap<>();
    private final AtomicLong ids = new AtomicLong();
    private final BlockingQueue<String> tokens = new LinkedBlockingQueue<>();
    private final Map<Long, CompletableFuture<ExecutionStatus>> ends = new ConcurrentHashMap<>();

    EngineTarget(Database.Schema schema, long databasePid) throws Exception {
        this.databasePid = databasePid;
        this.pool = new HikariDataSource(Databases.pool("bench",
                new DatabaseAddress(schema.url(), schema.user(), schema.password()), 24));
        Migrations.apply(pool);
        var gate = SqlGate.around(pool);
        var jdbc = JdbcClient.create(gate);
        var keys = new KeyRing(RootKey.parse(Fermata.ROOT_KEY), jdbc);
        var tenants = new Tenants(jdbc, new TransactionTemplate(new DataSourceTransactionManager(gate)), keys,
                InstantSource.system());
        this.tenant = ((Tenants.Created) tenants.create("123456789012", "bench", "Bench")).tenant().id();
        this.node = new Assembly(new NodeSettings("bench", Duration.ofSeconds(10), 2, "bench"), gate, keys, this,
                List.of(this), InstantSource.system());
        node.start();
        node.node().listen((_, executionNo, _, status) -> {
            if (status.closed()) {
                ends.computeIfAbsent(executionNo, _ -> new CompletableFuture<>()).complete(status);
            }
        });
        node.node().awaitShards(Duration.ofSeconds(30));
    }

    @Override
    public String name() {
        return "engine";
    }

    @Override
    public Map<String, Long> processes() {
        var processes = new LinkedHashMap<String, Long>();
        processes.put("server", ProcessHandle.current().pid());
        processes.put("database", databasePid);
        return processes;
    }

    @Override
    public String create(String name, String definition) {
        return switch (Asl.parse(definition)) {
            case Parsed.Valid(var parsed, _) -> {
                long id = ids.incrementAndGet();
                machines.put(id, parsed);
                yield Long.toString(id);
            }
            case Parsed.Invalid(var diagnostics) -> throw new IllegalArgumentException(diagnostics.toString());
        };
    }

    @Override
    public String start(String machine, String input) {
        long id = Long.parseLong(machine);
        var answer = node.executions().start(new StartRequest(tenant, id, id, null, Json.parse(input), "bench"));
        if (answer instanceof StartAnswer.Started started) {
            return Long.toString(started.executionNo());
        }
        throw new IllegalStateException("not started: " + answer);
    }

    @Override
    public void awaitEnd(String execution) throws Exception {
        long executionNo = Long.parseLong(execution);
        var status = ends.computeIfAbsent(executionNo, _ -> new CompletableFuture<>()).get(120, TimeUnit.SECONDS);
        ends.remove(executionNo);
        if (status != ExecutionStatus.SUCCEEDED) {
            throw new IllegalStateException(execution + " is " + status);
        }
    }

    @Override
    public String callingState(String next) {
        return """
                {"Type":"Task","Resource":"arn:aws:states:::sqs:sendMessage","Parameters":{"QueueUrl":"q",\
                "MessageBody.$":"$"},"ResultPath":null,%s}""".formatted(next);
    }

    @Override
    public String parkingState() {
        return """
                {"Type":"Task","Resource":"arn:aws:states:::sqs:sendMessage.waitForTaskToken","Parameters":\
                {"QueueUrl":"q","MessageBody.$":"$$.Task.Token"},"End":true}""";
    }

    @Override
    public boolean handles(TaskResource resource) {
        return true;
    }

    @Override
    public TaskOutcome call(TaskRequest request) {
        if (request.resource().arn().endsWith(".waitForTaskToken")) {
            tokens.add(request.taskToken());
        }
        return new TaskOutcome.Answered(request.parameters());
    }

    @Override
    public String token() throws Exception {
        var token = tokens.poll(120, TimeUnit.SECONDS);
        if (token == null) {
            throw new IllegalStateException("no token came");
        }
        return token;
    }

    @Override
    public void complete(String token) {
        node.executions().complete(tenant.value(), token, new TaskOutcome.Answered(Json.parse("{}")));
    }

    @Override
    public double heapMegabytes() throws Exception {
        return Heap.of(ProcessHandle.current().pid());
    }

    @Override
    public ExecutionFacts facts(TenantId owner, long executionNo, long stateMachineId, long revisionId,
            String executionName) {
        var name = "m" + stateMachineId;
        return new ExecutionFacts(owner.value(), executionNo,
                Optional.ofNullable(machines.get(stateMachineId)).orElseThrow(),
                ACCOUNT + "execution:" + name + ":" + executionName, executionName, ACCOUNT + "stateMachine:" + name,
                name, "arn:aws:iam::123456789012:role/bench");
    }

    @Override
    public ExecutionFacts expressFacts(TenantId owner, long number, long stateMachineId, long revisionId,
            String executionName, String runId) {
        return facts(owner, number, stateMachineId, revisionId, executionName);
    }

    @Override
    public MachineType type(TenantId owner, long stateMachineId, long revisionId) {
        return MachineType.STANDARD;
    }

    @Override
    public Optional<StartTarget> find(TenantId owner, String stateMachineArn) {
        return Optional.empty();
    }

    @Override
    public Limits limits(TenantId owner) {
        return Limits.AWS;
    }

    @Override
    public boolean deleted(TenantId owner, long stateMachineId) {
        return false;
    }

    @Override
    public Optional<OwnActivity> activity(TenantId owner, String activityArn) {
        return Optional.empty();
    }

    @Override
    public void close() {
        node.close();
        pool.close();
    }
}
