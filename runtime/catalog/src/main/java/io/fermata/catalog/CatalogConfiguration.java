// SPDX-License-Identifier: Apache-2.0
package io.fermata.catalog;

import io.fermata.tenancy.keys.KeyRing;
import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/// Wires this module. Needs the beans of the tenancy module.
@Configuration(proxyBeanMethods = false)
public class CatalogConfiguration {

    @Bean
    Tags tags(JdbcClient jdbc, TransactionOperations transaction) {
        return new Tags(jdbc, transaction);
    }

    @Bean
    StateMachines stateMachines(JdbcClient jdbc, TransactionOperations transaction, Tags tags, Versions versions,
            KeyRing keys, InstantSource clock) {
        return new StateMachines(jdbc, transaction, tags, versions, keys, clock);
    }

    @Bean
    Definitions definitions(JdbcClient jdbc, KeyRing keys) {
        return new Definitions(jdbc, keys);
    }

    @Bean
    Activities activities(JdbcClient jdbc, TransactionOperations transaction, Tags tags, KeyRing keys,
            InstantSource clock) {
        return new Activities(jdbc, transaction, tags, keys, clock);
    }

    @Bean
    Versions versions(JdbcClient jdbc, TransactionOperations transaction, InstantSource clock) {
        return new Versions(jdbc, transaction, clock);
    }

    @Bean
    Catalog catalog(StateMachines machines, Definitions definitions, Versions versions, Aliases aliases,
            Activities activities, Tags tags) {
        var targets = new Targets(machines, versions, aliases, bound -> ThreadLocalRandom.current().nextInt(bound));
        return new Catalog(machines, definitions, versions, aliases, targets, activities, tags);
    }

    @Bean
    Aliases aliases(JdbcClient jdbc, TransactionOperations transaction, InstantSource clock) {
        return new Aliases(jdbc, transaction, clock);
    }
}
