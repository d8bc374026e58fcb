// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import io.fermata.catalog.Catalog;
import io.fermata.catalog.StateMachines;
import io.fermata.engine.LogDelivery;
import io.fermata.engine.TaskIntegration;
import io.fermata.engine.items.ObjectStorage;
import io.fermata.journal.ExecutionTable;
import io.fermata.journal.Inbox;
import io.fermata.journal.NodeTable;
import io.fermata.journal.Purge;
import io.fermata.journal.StepCodec;
import io.fermata.journal.WakeIndex;
import io.fermata.tenancy.TenancySettings;
import io.fermata.tenancy.Tenants;
import io.fermata.tenancy.keys.KeyRing;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.InstantSource;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.info.BuildProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Wires this module. Needs a data source with a migrated schema, the tenancy and the catalog.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RuntimeSettings.class)
public class NodeConfiguration {

    private static final int LOOPS = 2;

    @Bean
    Machines machines(Catalog catalog, Tenants tenants, TenancySettings settings) {
        return new CatalogMachines(catalog, tenants, settings.region());
    }

    @Bean(destroyMethod = "")
    Assembly assembly(RuntimeSettings settings, DataSource dataSource, KeyRing keys, Machines machines,
            ObjectProvider<TaskIntegration> integrations, ObjectProvider<ObjectStorage> objects,
            ObjectProvider<BuildProperties> build, ObjectProvider<LogDelivery> logs,
            ObjectProvider<EventConsumer> consumers, InstantSource clock) {
        var version = build.stream().findFirst().map(BuildProperties::getVersion).orElse("unknown");
        var node = new NodeSettings(processName(settings.node().id()), settings.shard().lease(), LOOPS, version);
        var assembly = new Assembly(node, dataSource, keys, machines,
                new Integrated(integrations.orderedStream().toList(),
                        objects.getIfAvailable(() -> ObjectStorage.NONE)),
                clock);
        logs.ifAvailable(assembly::deliverLogsBy);
        consumers.orderedStream().forEach(assembly.events()::deliverTo);
        return assembly;
    }

    /// The node's own name with an ending that no earlier process of it had: leases of a dead one are not ours.
    private static String processName(String configured) {
        var random = UUID.randomUUID().toString().substring(0, 8);
        var name = configured.isBlank() ? hostName() : configured;
        return (name.length() > 50 ? name.substring(0, 50) : name) + "/" + random;
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException unnamed) {
            return "node";
        }
    }

    @Bean
    NodeLifecycle nodeLifecycle(Assembly assembly) {
        return new NodeLifecycle(assembly);
    }

    @Bean
    LongPollsLifecycle longPollsLifecycle(Assembly assembly) {
        return new LongPollsLifecycle(assembly.workers());
    }

    @Bean(destroyMethod = "")
    Node node(Assembly assembly) {
        return assembly.node();
    }

    @Bean
    Executions executions(Assembly assembly) {
        return assembly.executions();
    }

    @Bean(destroyMethod = "")
    ExecutionEvents executionEvents(Assembly assembly) {
        return assembly.events();
    }

    @Bean
    LogFeed logFeed(Assembly assembly) {
        return assembly.logs();
    }

    @Bean
    ActivityWorkers activityWorkers(Assembly assembly) {
        return assembly.workers();
    }

    @Bean
    TestRuns testRuns(Assembly assembly) {
        return assembly.tests();
    }

    @Bean
    NodeTable nodeTable(DataSource dataSource) {
        return new NodeTable(dataSource);
    }

    @Bean
    WakeIndex wakeIndex(DataSource dataSource) {
        return new WakeIndex(dataSource);
    }

    @Bean
    Inbox inbox(DataSource dataSource, KeyRing keys) {
        return new Inbox(dataSource, new StepCodec(keys));
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    Housekeeping housekeeping(RuntimeSettings settings, DataSource dataSource, Tenants tenants,
            StateMachines machines, Executions executions, Inbox inbox, InstantSource clock) {
        return new Housekeeping(new Purge(dataSource), tenants, machines, executions, inbox,
                new Housekeeping.Times(clock, settings.retention().executions(), settings.retention().logs()));
    }

    @Bean
    ExecutionTable executionTable(DataSource dataSource) {
        return new ExecutionTable(dataSource);
    }
}
