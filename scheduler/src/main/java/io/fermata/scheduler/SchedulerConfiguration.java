// SPDX-License-Identifier: Apache-2.0
package io.fermata.scheduler;

import io.fermata.catalog.StateMachines;
import io.fermata.node.ExecutionEvents;
import io.fermata.node.Executions;
import io.fermata.tenancy.TenancySettings;
import io.fermata.tenancy.egress.EgressClient;
import io.fermata.tenancy.keys.KeyRing;
import java.time.InstantSource;
import org.quartz.Scheduler;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/// Wires this module. Needs the tenancy, the catalog, the node and a Quartz scheduler with a store in the database.
@Configuration(proxyBeanMethods = false)
public class SchedulerConfiguration {

    @Bean
    ScheduleTable scheduleTable(JdbcClient jdbc, KeyRing keys) {
        return new ScheduleTable(jdbc, keys);
    }

    @Bean
    WebhookTable webhookTable(JdbcClient jdbc, KeyRing keys) {
        return new WebhookTable(jdbc, keys);
    }

    @Bean
    Alarms alarms(Scheduler quartz) {
        return new Alarms(quartz);
    }

    @Bean
    Starts starts(Executions executions, StateMachines machines) {
        return new Starts(executions, machines);
    }

    @Bean
    Slots slots(ScheduleTable table, Alarms alarms, Starts starts, TransactionOperations transaction,
            InstantSource clock) {
        return new Slots(table, alarms, starts, transaction, clock);
    }

    @Bean
    Schedules schedules(ScheduleTable table, Alarms alarms, StateMachines machines, TransactionOperations transaction,
            InstantSource clock) {
        return new Schedules(table, alarms, machines, transaction, clock);
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    Care scheduleCare(Slots slots, ScheduleTable table, InstantSource clock) {
        return new Care(slots, table, clock);
    }

    @Bean
    Webhooks webhooks(WebhookTable table, StateMachines machines, TenancySettings settings, InstantSource clock) {
        return new Webhooks(table, machines, settings.publicUrl(), clock);
    }

    @Bean
    WebhookEndpoint webhookEndpoint(WebhookTable table, Starts starts, InstantSource clock) {
        return new WebhookEndpoint(table, starts, clock);
    }

    @Bean
    EventEndpointTable eventEndpointTable(JdbcClient jdbc, KeyRing keys) {
        return new EventEndpointTable(jdbc, keys);
    }

    @Bean
    EventDeliveries eventDeliveries(EventEndpointTable endpoints, JdbcTemplate jdbc,
            TransactionOperations transaction) {
        return new EventDeliveries(endpoints, jdbc, transaction);
    }

    @Bean
    EventEndpoints eventEndpoints(EventEndpointTable endpoints, StateMachines machines, ExecutionEvents events,
            InstantSource clock) {
        return new EventEndpoints(endpoints, machines, events, clock);
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    EventSender eventSender(EventEndpointTable endpoints, EventDeliveries deliveries, ExecutionEvents events,
            EgressClient egress, InstantSource clock) {
        return new EventSender(endpoints, deliveries, events, egress, clock);
    }
}
