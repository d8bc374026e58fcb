// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import io.fermata.engine.Effect;
import io.fermata.engine.Execution;
import io.fermata.engine.ExecutionFacts;
import io.fermata.engine.HistoryEvent;
import io.fermata.engine.Limits;
import io.fermata.engine.Note;
import io.fermata.engine.Recorded;
import io.fermata.engine.Signal;
import io.fermata.engine.TaskCompletion;
import io.fermata.engine.TaskOutcome;
import io.fermata.engine.TaskRequest;
import io.fermata.journal.Append;
import io.fermata.journal.ExecutionRow;
import io.fermata.journal.ExecutionTable;
import io.fermata.language.MachineType;
import io.fermata.tenancy.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/// The face of the runtime for the API, the console and the scheduler: start, stop, answer, read. Blocks its caller until
/// what it says is durable; meant for virtual threads. Thread-safe.
public final class Executions implements TaskCompletion, Dispatch.Outside, ExpressRuns.Starter {

    private static final Logger log = LoggerFactory.getLogger(Executions.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int MOST_STARTS_OF_A_TENANT = 2_000;
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    private final Node node;
    private final Storage storage;
    private final SealedTaskTokens tokens;
    private final ChildStarts children;
    private final Redrives redrives;
    private final ExpressStarts express;
    private final Map<TenantId, Semaphore> startsUnderWay = new ConcurrentHashMap<>();
    private final LogFeed logs;

    Executions(Node node, Storage storage, SealedTaskTokens tokens, ExpressStarts express, LogFeed logs) {
        this.express = express;
        this.logs = logs;
        this.node = node;
        this.storage = storage;
        this.tokens = tokens;
        this.children = new ChildStarts(this, storage.machines());
        this.redrives = new Redrives(this, storage.machines(), node::now);
    }

    /// Starts an execution, with a journal or without one as the type of its machine says. Costs one commit; a generated
    /// name, and any Express execution, shares it with others.
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
        var facts = storage.facts(request.tenant(), executionNo, request.stateMachineId(), request.revisionId(), name);
        var resident = new Resident(request.tenant(), executionNo, new Execution(facts), parentNo, parentEvent, now)
                .of(request.stateMachineId(), request.revisionId(), storage.maps());
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
        var existing = find(request.tenant(), request.stateMachineId(), name);
        if (existing.isEmpty()) {
            return new StartAnswer.Unavailable(); // purged between the two looks
        }
        var row = existing.get();
        boolean same = !row.status().closed()
                && input(request.tenant(), row.executionNo()).map(request.input()::equals).orElse(false);
        return new StartAnswer.NameTaken(row, same);
    }

    /// Ends a running execution.
    ///
    /// @return when it ended: now, or earlier if it had ended before; empty when nobody could say in time
    public Optional<Instant> stop(ExecutionRow row, @Nullable String error, @Nullable String cause) {
        var answer = tell(row.tenant(), row.executionNo(), new Signal.Stop(error, cause));
        return answer == Answer.UNAVAILABLE
                ? Optional.empty()
                : find(row.tenant(), row.executionNo()).map(ExecutionRow::stoppedAt);
    }

    /// Makes executions go on that ended badly.
    public Redrives redrives() {
        return redrives;
    }

    @Override
    public Answer complete(long tenant, String taskToken, TaskOutcome outcome) {
        var owner = new TenantId(tenant);
        return tokens.open(owner, taskToken)
                .map(attempt -> tell(owner, attempt.executionNo(), switch (outcome) {
                    case TaskOutcome.Answered(var output) -> new Signal.Completed(attempt.scheduled(), output);
                    case TaskOutcome.Failed(var error, var cause) ->
                        new Signal.Failed(attempt.scheduled(), error, cause);
                })).orElse(Answer.INVALID_TOKEN);
    }

    /// Tells the execution behind a token that the work goes on.
    public Answer heartbeat(TenantId tenant, String taskToken) {
        return tokens.open(tenant, taskToken)
                .map(attempt -> tell(tenant, attempt.executionNo(), new Signal.Heartbeat(attempt.scheduled())))
                .orElse(Answer.INVALID_TOKEN);
    }

    /// The attempt that a token names: the execution, and the event id of its scheduling.
    public Optional<SealedTaskTokens.Attempt> attempt(TenantId tenant, String taskToken) {
        return tokens.open(tenant, taskToken);
    }

    /// The token of an attempt.
    public String token(ExecutionRow row, long scheduled) {
        return tokens.mint(facts(row), scheduled);
    }

    /// Brings a signal to its execution, wherever it lives, and waits until it is taken.
    Answer tell(TenantId tenant, long executionNo, Signal signal) {
        if (executionNo < 0) {
            return Answer.INVALID_TOKEN; // nothing of an Express execution is answered from outside
        }
        if (!node.owns(executionNo)) {
            return tellElsewhere(tenant, executionNo, signal);
        }
        var delivery = new Delivery(tenant, executionNo, signal);
        node.deliver(delivery);
        try {
            return delivery.answered().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException late) {
            return Answer.UNAVAILABLE;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Answer.UNAVAILABLE;
        }
    }

    private Answer tellElsewhere(TenantId tenant, long executionNo, Signal signal) {
        long id = storage.inbox().send(tenant, executionNo, signal, true);
        var end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end && !Thread.currentThread().isInterrupted()) {
            var answer = storage.inbox().answer(tenant, id);
            if (answer.isPresent()) {
                return Answer.valueOf(answer.get());
            }
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
        return storage.inbox().withdraw(tenant, id)
                ? Answer.UNAVAILABLE
                : storage.inbox().answer(tenant, id).map(Answer::valueOf).orElse(Answer.UNAVAILABLE);
    }

    /// Brings the outcome of a call back, without waiting. An execution that lives elsewhere by now finds it in its inbox.
    @Override
    public void signal(TenantId tenant, long executionNo, Signal signal) {
        if (!node.owns(executionNo)) {
            storage.inbox().send(tenant, executionNo, signal, false);
            return;
        }
        var delivery = new Delivery(tenant, executionNo, signal, null, new CompletableFuture<>());
        delivery.answered().thenAccept(answer -> {
            if (answer == Answer.UNAVAILABLE) {
                storage.inbox().send(tenant, executionNo, signal, false);
            }
        });
        node.deliver(delivery);
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

    /// The execution with that number.
    public Optional<ExecutionRow> find(TenantId tenant, long executionNo) {
        return storage.executions().find(tenant, executionNo);
    }

    /// The execution of that name.
    public Optional<ExecutionRow> find(TenantId tenant, long stateMachineId, String name) {
        return storage.executions().find(tenant, stateMachineId, name);
    }

    /// How many Express executions this node runs now.
    public int expressRunning() {
        return express.running();
    }

    /// Where execution logs go, and what is kept of them here.
    public LogFeed logs() {
        return logs;
    }

    /// The child of a Map Run that is called so, whatever run it belongs to.
    public Optional<ExecutionRow> child(TenantId tenant, String name) {
        return storage.child(tenant, name);
    }

    /// Map Runs and their children.
    public MapRuns maps() {
        return node.maps();
    }

    /// Rows for lists, counts and quarantine.
    public ExecutionTable table() {
        return storage.executions();
    }

    /// What is fixed about an execution.
    public ExecutionFacts facts(ExecutionRow row) {
        return storage.facts(row);
    }

    /// The events with ids from `from` to `to`, in order.
    public List<Recorded> events(TenantId tenant, long executionNo, long from, long to) {
        return storage.journal().events(tenant, executionNo, from, to);
    }

    /// Shows those events one after the other, until told to end.
    ///
    /// @param goOn takes an event, and says whether it wants the next one
    public void walk(TenantId tenant, long executionNo, long from, long to, boolean newestFirst,
            Predicate<Recorded> goOn) {
        storage.journal().walk(tenant, executionNo, from, to, newestFirst, goOn);
    }

    /// The id of the last durable event of an execution, which grows with each step: what live pages watch.
    public long lastEvent(TenantId tenant, long executionNo) {
        return storage.journal().lastEvent(tenant, executionNo);
    }

    /// All that the journal of an execution holds, notes included, in order. Reads the whole history.
    public List<Recorded> history(ExecutionRow row) {
        return storage.journal().read(row.tenant(), row.executionNo()).entries();
    }

    /// The execution as its journal left it: state, input, output, error. Reads the whole history.
    public Execution read(ExecutionRow row) {
        var execution = new Execution(facts(row));
        storage.journal().load(row.tenant(), row.executionNo(), execution::apply);
        return execution;
    }

    /// The input of an execution. Reads its first step.
    public Optional<JsonNode> input(TenantId tenant, long executionNo) {
        return events(tenant, executionNo, 1, 1).stream()
                .map(recorded -> recorded.entry() instanceof HistoryEvent.ExecutionStarted(var input, _) ? input : null)
                .filter(input -> input != null).findFirst();
    }

    /// The limits that an execution started with. Reads its first step.
    Limits limits(ExecutionRow row) {
        return storage.journal().outermost(row.tenant(), row.executionNo()).stream()
                .map(recorded -> recorded.entry() instanceof Note.LimitsSet(var set) ? set : null)
                .filter(set -> set != null).findFirst().orElse(Limits.AWS);
    }

    /// What an execution began with and what ended it.
    public record Outermost(Optional<JsonNode> input, Optional<HistoryEvent> end) {}

    /// An execution as it is now, with what it began with and what ended it.
    public record Described(ExecutionRow row, Outermost outermost) {}

    /// The execution of that name. Reads nothing of one that this node began or ended within the last seconds; two statements
    /// of any other.
    public Optional<Described> describe(TenantId tenant, long stateMachineId, String name) {
        var recent = storage.commits().recent().find(tenant, stateMachineId, name)
                .filter(known -> node.owns(known.shard(), known.epoch()));
        return recent.isPresent()
                ? recent.map(known -> new Described(known.row(),
                        outermost(known.row(), storage.journal().outermost(known))))
                : find(tenant, stateMachineId, name).map(this::describe);
    }

    /// The same of an execution whose row is known. One statement.
    public Described describe(ExecutionRow row) {
        return new Described(row, outermost(row));
    }

    /// The input of an execution and the event that ended it. One statement.
    public Outermost outermost(ExecutionRow row) {
        return outermost(row, storage.journal().outermost(row.tenant(), row.executionNo()));
    }

    private Outermost outermost(ExecutionRow row, List<Recorded> entries) {
        Optional<JsonNode> input = Optional.empty();
        Optional<HistoryEvent> end = Optional.empty();
        for (var recorded : entries) {
            if (recorded.entry() instanceof HistoryEvent.ExecutionStarted(var given, _)) {
                input = Optional.of(given);
            }
            if (row.status().closed() && recorded.id() == row.lastEvent()
                    && recorded.entry() instanceof HistoryEvent event) {
                end = Optional.of(event);
            }
        }
        return new Outermost(input, row.status().closed() && end.isEmpty() ? end(row) : end);
    }

    /// The event that ended an execution. Reads its last step.
    public Optional<HistoryEvent> end(ExecutionRow row) {
        return row.status().closed()
                ? events(row.tenant(), row.executionNo(), row.lastEvent(), row.lastEvent()).stream()
                        .map(recorded -> (HistoryEvent) recorded.entry()).findFirst()
                : Optional.empty();
    }
}
