// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import io.fermata.engine.Interpreter;
import io.fermata.engine.LogDelivery;
import io.fermata.engine.TaskIntegration;
import io.fermata.engine.items.ObjectStorage;
import io.fermata.journal.ActivityQueue;
import io.fermata.journal.ExecutionLogTable;
import io.fermata.journal.ExecutionTable;
import io.fermata.journal.ExpressStartTable;
import io.fermata.journal.GroupCommit;
import io.fermata.journal.Inbox;
import io.fermata.journal.JournalTable;
import io.fermata.journal.MapItemTable;
import io.fermata.journal.MapRunTable;
import io.fermata.journal.MapRunWriter;
import io.fermata.journal.ShardLeases;
import io.fermata.journal.StatusEventTable;
import io.fermata.journal.StepCodec;
import io.fermata.journal.WakeIndex;
import io.fermata.tenancy.keys.KeyRing;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// A node and its faces, put together. The one place where the parts of this module meet.
public final class Assembly implements AutoCloseable {

    private static final Duration DRAIN = Duration.ofSeconds(5);

    private final Node node;
    private final Executions executions;
    private final ActivityWorkers workers;
    private final ExpressRuns express;
    private final TestRuns tests;
    private final LogFeed logs;
    private final ExecutionEvents events;

    /// @param integrations what Task states can call
    public Assembly(NodeSettings settings, DataSource dataSource, KeyRing keys, Machines machines,
            List<TaskIntegration> integrations, InstantSource clock) {
        this(settings, dataSource, keys, machines, new Integrated(integrations, ObjectStorage.NONE), clock);
    }

    /// @param integrations what executions can call, read and write
    public Assembly(NodeSettings settings, DataSource dataSource, KeyRing keys, Machines machines,
            Integrated integrations, InstantSource clock) {
        var owner = settings.id();
        var codec = new StepCodec(keys);
        var tokens = new SealedTaskTokens(keys);
        var activities = new ActivityQueue(dataSource, codec);
        var polls = new ActivityPolls();
        var inbox = new Inbox(dataSource, codec);
        var storage = new Storage(owner, new GroupCommit(dataSource, owner), codec,
                new JournalTable(dataSource, codec), new ExecutionTable(dataSource), inbox, machines,
                new MapStore(new MapRunTable(dataSource, codec), new MapItemTable(dataSource, codec),
                        new MapRunWriter(owner, codec, inbox)));
        var sfn = new SfnCalls(machines);
        var all = Stream.concat(Stream.of(sfn), integrations.tasks().stream()).toList();
        var interpreter = new Interpreter(tokens, new TaskRules(all, new KnownActivities(machines)), System::nanoTime);
        var dispatch = new Dispatch(all, tokens, activities, machines, polls);
        this.logs = new LogFeed(new ExecutionLogTable(dataSource, codec), keys);
        this.express = new ExpressRuns(interpreter, dispatch, clock,
                new ExpressRoom(ExpressRoom.Bounds.ofThisProcess()), DRAIN);
        this.node = new Node(settings, storage, new ShardLeases(owner, settings.lease(), dataSource),
                new WakeIndex(dataSource), interpreter,
                new Outbound(dispatch, express, integrations.objects()), clock);
        var starts = new ExpressStarts(node, storage, express, new ExpressStartTable(dataSource, codec), logs);
        node.follow(starts);
        node.logTo(logs);
        this.executions = new Executions(node, storage, tokens, starts, logs);
        sfn.startBy(executions);
        this.workers = new ActivityWorkers(executions, activities, polls, tokens);
        this.events = new ExecutionEvents(storage, new StatusEventTable(dataSource),
                new TransactionTemplate(new JdbcTransactionManager(dataSource)), new EventIds(keys),
                executions.redrives(), clock);
        node.listen((tenant, _, _, _) -> events.committed(tenant));
        this.tests = new TestRuns(interpreter, dispatch, executions, tokens, clock);
    }

    /// Begins to run executions.
    public void start() {
        events.start();
        express.start(executions);
        node.start(executions);
    }

    /// The process's part.
    public Node node() {
        return node;
    }

    /// The face for the API, the console and the scheduler.
    public Executions executions() {
        return executions;
    }

    /// The face for activity workers.
    public ActivityWorkers workers() {
        return workers;
    }

    /// Has execution logs carried to the destinations that machines name. Before the start.
    public void deliverLogsBy(LogDelivery delivery) {
        logs.deliverBy(delivery);
    }

    /// Where execution logs go.
    public LogFeed logs() {
        return logs;
    }

    /// The internal event bus.
    public ExecutionEvents events() {
        return events;
    }

    /// Executions without a journal.
    ExpressRuns express() {
        return express;
    }

    /// The face for trying single states.
    public TestRuns tests() {
        return tests;
    }

    @Override
    public void close() {
        express.close();
        node.close();
        events.close();
    }
}
