// SPDX-License-Identifier: Apache-2.0
package io.fermata.scheduler;

import io.fermata.catalog.NewStateMachine;
import io.fermata.catalog.StateMachineAnswer;
import io.fermata.catalog.StateMachines;
import io.fermata.catalog.Tags;
import io.fermata.catalog.Versions;
import io.fermata.database.testing.TestDatabase;
import io.fermata.language.MachineType;
import io.fermata.node.testing.TestNode;
import io.fermata.tenancy.SqlGate;
import io.fermata.tenancy.TenantId;
import io.fermata.tenancy.Tenants;
import io.fermata.tenancy.keys.KeyRing;
import io.fermata.tenancy.keys.RootKey;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Properties;
import org.quartz.Scheduler;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.scheduling.quartz.SchedulerFactoryBean;
import org.springframework.scheduling.quartz.SpringBeanJobFactory;
import org.springframework.transaction.support.TransactionTemplate;

/// The module on a schema of its own behind the SQL gate, with a whole node and one machine. Quartz keeps its triggers in
/// the database, but fires only where a test starts it.
final class SchedulerFixture implements AutoCloseable {

    static final String MACHINE = "nightly";
    private static final String DEFINITION = """
            {"StartAt":"P","States":{"P":{"Type":"Pass","End":true}}}""";

    final TestDatabase database;
    final SqlGate gate;
    final JdbcClient jdbc;
    final TenantId acme;
    final TenantId other;
    final StateMachines machines;
    final long machineId;
    final TestNode node;
    final KeyRing keys;
    final TransactionTemplate transaction;
    final ScheduleTable table;
    final Slots slots;
    final Schedules schedules;
    final Webhooks webhooks;
    final WebhookEndpoint endpoint;
    private final JdbcTransactionManager manager;
    private final SchedulerFactoryBean idle;
    private final GenericApplicationContext beans = new GenericApplicationContext();

    SchedulerFixture(Class<?> test) throws Exception {
        database = TestDatabase.fresh(test);
        gate = SqlGate.around(database);
        jdbc = JdbcClient.create(gate);
        manager = new JdbcTransactionManager(gate);
        transaction = new TransactionTemplate(manager);
        var clock = InstantSource.system();
        keys = new KeyRing(RootKey.parse(Base64.getEncoder().encodeToString(new byte[32])), jdbc);
        var tenants = new Tenants(jdbc, transaction, keys, clock);
        acme = ((Tenants.Created) tenants.create("123456789012", "acme", "Acme")).tenant().id();
        other = ((Tenants.Created) tenants.create("210987654321", "other", "Other")).tenant().id();
        machines = new StateMachines(jdbc, transaction, new Tags(jdbc, transaction),
                new Versions(jdbc, transaction, clock), keys, clock);
        machineId = machine(MACHINE);
        node = new TestNode(gate, keys, acme, other, "node-a", Duration.ofSeconds(10));
        if (node.machine(DEFINITION).id() != machineId) {
            throw new IllegalStateException("the node's first machine is not the catalog's");
        }
        table = new ScheduleTable(jdbc, keys);
        idle = quartz();
        var alarms = new Alarms(idle.getScheduler());
        var starts = new Starts(node.executions(), machines);
        slots = new Slots(table, alarms, starts, transaction, clock);
        schedules = new Schedules(table, alarms, machines, transaction, clock);
        var webhookTable = new WebhookTable(jdbc, keys);
        webhooks = new Webhooks(webhookTable, machines, "https://fermata.example.org", clock);
        endpoint = new WebhookEndpoint(webhookTable, starts, clock);
        beans.registerBean("slots", Slots.class, () -> slots);
        beans.refresh();
    }

    long machine(String name) {
        var stored = machines.create(acme, new NewStateMachine(name, MachineType.STANDARD, DEFINITION,
                "arn:aws:iam::123456789012:role/test", "{}", "{}", Map.of()));
        return ((StateMachineAnswer.Stored) stored).machine().id();
    }

    /// One more Quartz node on the same store; fires once it is started.
    SchedulerFactoryBean quartz() throws Exception {
        var properties = new Properties();
        properties.setProperty("org.quartz.scheduler.instanceName", "fermata");
        properties.setProperty("org.quartz.scheduler.instanceId", "AUTO");
        properties.setProperty("org.quartz.scheduler.idleWaitTime", "1000");
        properties.setProperty("org.quartz.jobStore.isClustered", "true");
        properties.setProperty("org.quartz.jobStore.clusterCheckinInterval", "5000");
        properties.setProperty("org.quartz.jobStore.useProperties", "true");
        properties.setProperty("org.quartz.jobStore.driverDelegateClass",
                "org.quartz.impl.jdbcjobstore.StdJDBCDelegate");
        properties.setProperty("org.quartz.threadPool.threadCount", "4");
        var factory = new SchedulerFactoryBean();
        factory.setDataSource(gate);
        factory.setTransactionManager(manager);
        factory.setQuartzProperties(properties);
        factory.setAutoStartup(false);
        var jobs = new SpringBeanJobFactory();
        jobs.setApplicationContext(beans);
        factory.setJobFactory(jobs);
        factory.afterPropertiesSet();
        return factory;
    }

    Scheduler idle() {
        return idle.getScheduler();
    }

    int executions(String startedBy) {
        return jdbc.sql("SELECT COUNT(*) FROM execution WHERE tenant_id = ? AND started_by = ?").param(acme.value())
                .param(startedBy).query(Integer.class).single();
    }

    @Override
    public void close() throws Exception {
        idle.destroy();
        node.close();
        database.close();
    }
}
