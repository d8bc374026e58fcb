// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import io.fermata.engine.Effect;
import io.fermata.engine.Execution;
import io.fermata.engine.ExecutionFacts;
import io.fermata.engine.Limits;
import io.fermata.engine.Signal;
import io.fermata.engine.TaskCompletion;
import io.fermata.engine.TaskOutcome;
import io.fermata.engine.TaskRequest;
import io.fermata.journal.Append;
import io.fermata.journal.ExecutionRow;
import io.fermata.journal.ExecutionTable;
import io.fermata.language.MachineType;
import io.fermata.tenancy.TenantId;
import io.fermata.tenancy.keys.KmsRefusedException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The face of the runtime for the API, the console and the scheduler: start, stop, answer; others by its accessors. Blocks its caller until
/// what it says is durable; meant for virtual threads. Thread-safe.
public final class Executions implements TaskCompletion, Dispatch.Outside, ExpressRuns.Starter {

    private static final Logger log = LoggerFactory.getLogger(Executions.class);
    private static final int MOST_STARTS_OF_A_TENANT = 2_000;

    private final Node node;
    private final Storage storage;
    private final SealedTaskTokens tokens;
    private final ExecutionReads reads;
    private final Signals signals;
    private final ChildStarts children;
    private final Redrives redrives;
    private final ExpressStarts express;
    private final Map<TenantId, Semaphore> startsUnderWay = new ConcurrentHashMap<>();
    private final LogFeed logs;
    private final MapRuns maps;

    Executions(Node node, Storage storage, SealedTaskTokens tokens, ExpressStarts express, LogFeed logs) {
        this.express = express;
        this.logs = logs;
        this.node = node;
        this.storage = storage;
        this.tokens = tokens;
        this.children = new ChildStarts(this, storage.machines());
        this.reads = new ExecutionReads(node, storage);
        this.signals = new Signals(node, storage);
        this.maps = new MapRuns(storage, node.maps());
        this.redrives = new Redrives(storage, reads, signals, node::now);
    }

    /// Starts an execution, with a journal or without one as the type of its machine says. Costs one commit; a generated
    /// name, and any Express execution, shares it with others.
    ///
    /// @throws KmsRefusedException when KMS refuses the customer's key of the machine; nothing has begun then
    public StartAnswer start(StartRequest request) {
        return start(request, null, null);
    }

    /// The limits under which an execution of the tenant starts now.
    public Limits limits(TenantId tenant) {
        return storage.machines().limits(tenant);
    }

    /// Runs an execution of an Express machine to its end, which takes five minutes at most. Writes nothing.
    public SyncAnswer startSync(StartRequest request) {
        return type(request) == MachineType.EXPRESS ? express.startSync(request) : new SyncAnswer.NotExpress();
    }

    MachineType type(StartRequest request) {
        return storage.machines().type(request.tenant(), request.stateMachineId(), request.revisionId());
    }

    /// Tenants have a number of starts that may be under way; a flood of one is refused here, before it costs anything.
    StartAnswer start(StartRequest request, @Nullable Long parentNo, @Nullable Long parentEvent) {
        var room = startsUnderWay.computeIfAbsent(request.tenant(), _ -> new Semaphore(MOST_STARTS_OF_A_TENANT));
        if (!room.tryAcquire()) {
            return new StartAnswer.Throttled();
        }
        try {
            return switch (type(request)) {
                case STANDARD -> begin(request, parentNo, parentEvent);
                case EXPRESS -> express.start(request);
            };
        } finally {
            room.release();
        }
    }

    private StartAnswer begin(StartRequest request, @Nullable Long parentNo, @Nullable Long parentEvent) {
        var shard = node.shardForStart();
        if (shard == null) {
            return new StartAnswer.Unavailable();
        }
        var now = node.now();
        long executionNo = shard.nextExecutionNo(now);
        var chosen = request.name();
        boolean named = chosen != null;
        var name = chosen != null ? chosen : TimeOrderedUuid.next(now);
        var facts = storage.keys().whenThere(() -> storage.facts(request.tenant(), executionNo,
                request.stateMachineId(), request.revisionId(), name));
        var resident = new Resident(request.tenant(), executionNo, new Execution(facts), parentNo, parentEvent, now)
                .of(request.stateMachineId(), request.revisionId(), storage);
        resident.prepareWhenThere(storage.keys());
        resident.qualifier = request.qualifier();
        var start = new Append.NewExecution(request.stateMachineId(), request.revisionId(), name, now,
                request.startedBy(), parentNo, parentEvent, request.qualifier());
        var begun = node.begin(shard, resident, start,
                new Signal.Start(request.input(), storage.machines().limits(request.tenant())), named);
        try {
            if (begun.get(30, TimeUnit.SECONDS)) {
                return new StartAnswer.Started(executionNo, name, now, facts.executionArn());
            }
        } catch (ExecutionException | TimeoutException failed) {
            log.warn("A start was not written: execution={} {}", executionNo, failed.toString());
            return new StartAnswer.Unavailable();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return new StartAnswer.Unavailable();
        }
        return taken(request, name);
    }

    private StartAnswer taken(StartRequest request, String name) {
        var existing = reads.find(request.tenant(), request.stateMachineId(), name);
        if (existing.isEmpty()) {
            return new StartAnswer.Unavailable(); // purged between the two looks
        }
        var row = existing.get();
        boolean same = !row.status().closed()
                && reads.input(request.tenant(), row.executionNo()).map(request.input()::equals).orElse(false);
        return new StartAnswer.NameTaken(row, same);
    }

    /// Ends a running execution.
    ///
    /// @return when it ended: now, or earlier if it had ended before; empty when nobody could say in time
    public Optional<Instant> stop(ExecutionRow row, @Nullable String error, @Nullable String cause) {
        var answer = signals.tell(row.tenant(), row.executionNo(), new Signal.Stop(error, cause));
        return answer == Answer.UNAVAILABLE
                ? Optional.empty()
                : reads.find(row.tenant(), row.executionNo()).map(ExecutionRow::stoppedAt);
    }

    /// What is known of executions: their rows, inputs, ends and histories.
    public ExecutionReads reads() {
        return reads;
    }

    /// The way of signals to executions.
    Signals signals() {
        return signals;
    }

    /// Makes executions go on that ended badly.
    public Redrives redrives() {
        return redrives;
    }

    @Override
    public Answer complete(long tenant, String taskToken, TaskOutcome outcome) {
        var owner = new TenantId(tenant);
        return tokens.open(owner, taskToken)
                .map(attempt -> signals.tell(owner, attempt.executionNo(), switch (outcome) {
                    case TaskOutcome.Answered(var output) -> new Signal.Completed(attempt.scheduled(), output);
                    case TaskOutcome.Failed(var error, var cause) ->
                        new Signal.Failed(attempt.scheduled(), error, cause);
                })).orElse(Answer.INVALID_TOKEN);
    }

    /// Tells the execution behind a token that the work goes on.
    public Answer heartbeat(TenantId tenant, String taskToken) {
        return tokens.open(tenant, taskToken)
                .map(attempt -> signals.tell(tenant, attempt.executionNo(), new Signal.Heartbeat(attempt.scheduled())))
                .orElse(Answer.INVALID_TOKEN);
    }

    /// The attempt that a token names: the execution, and the event id of its scheduling.
    public Optional<SealedTaskTokens.Attempt> attempt(TenantId tenant, String taskToken) {
        return tokens.open(tenant, taskToken);
    }

    /// The token of an attempt.
    public String token(ExecutionRow row, long scheduled) {
        return tokens.mint(row.tenant(), row.executionNo(), scheduled);
    }

    @Override
    public void signal(TenantId tenant, long executionNo, Signal signal) {
        signals.signal(tenant, executionNo, signal);
    }

    @Override
    public TaskOutcome startChild(ExecutionFacts parent, Effect.StartChild effect) {
        return children.start(parent, effect, Starters.by(parent.executionArn()));
    }

    @Override
    public TaskOutcome startChild(ExecutionFacts parent, Effect.StartChild effect, String startedBy) {
        return children.start(parent, effect, startedBy);
    }

    @Override
    public Set<String> starters(TenantId tenant, long executionNo) {
        return new Starters(storage).of(tenant, executionNo);
    }

    @Override
    public Set<String> starters(TenantId tenant, String startedBy) {
        return new Starters(storage).of(tenant, startedBy);
    }

    /// Who is said to have started what a task starts: its execution, which tells on who started that. Nobody can look an
    /// Express execution up later, so it passes on its own starter.
    public static String startedBy(TaskRequest request) {
        return request.executionNo() < 0
                ? request.starters().get().iterator().next()
                : Starters.by(request.executionArn());
    }

    /// How many Express executions this node runs now.
    public int expressRunning() {
        return express.running();
    }

    /// Where execution logs go, and what is kept of them here.
    public LogFeed logs() {
        return logs;
    }

    /// Map Runs and their children.
    public MapRuns maps() {
        return maps;
    }

    /// Rows for lists, counts and quarantine.
    public ExecutionTable table() {
        return storage.executions();
    }
}
