// SPDX-License-Identifier: Apache-2.0
package io.fermata.app;

import io.fermata.tenancy.TenancySettings;
import io.fermata.tenancy.Tenant;
import io.fermata.tenancy.Tenants;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.stereotype.Component;

/// What is made on an empty database: the tenants that the configuration names, else the sample tenant. Several nodes may
/// start at once: a database lock lets one of them do it.
@Component
class Bootstrap implements ApplicationRunner {

    private static final Logger log = LoggerFactory.getLogger(Bootstrap.class);
    private static final int LOCK_SECONDS = 120;

    private final TenancySettings settings;
    private final DataSource dataSource;
    private final Tenants tenants;
    private final FirstPeople people;
    private final SampleTenant sample;

    Bootstrap(TenancySettings settings, DataSource dataSource, Tenants tenants, FirstPeople people,
            SampleTenant sample) {
        this.settings = settings;
        this.dataSource = dataSource;
        this.tenants = tenants;
        this.people = people;
        this.sample = sample;
    }

    @Override
    public void run(ApplicationArguments args) throws Exception {
        try (var connection = dataSource.getConnection()) {
            var jdbc = JdbcClient.create(new SingleConnectionDataSource(connection, true));
            var locked = jdbc.sql("SELECT GET_LOCK('fermata-bootstrap', ?)").param(LOCK_SECONDS).query(Integer.class)
                    .single();
            if (locked != 1) {
                throw new IllegalStateException("Another node has been making the first tenant for " + LOCK_SECONDS
                        + " s; start this one again.");
            }
            try {
                begin();
            } finally {
                jdbc.sql("SELECT RELEASE_LOCK('fermata-bootstrap')").query(Integer.class).single();
            }
        }
    }

    private void begin() {
        var first = settings.bootstrap();
        if (!tenants.all().isEmpty()) {
            if (first.isGiven()) {
                log.info("fermata.bootstrap is ignored: the database has tenants already");
            }
            return;
        }
        if (first.isGiven()) {
            var tenant = make(first.accountId(), "main", "Main");
            people.admin(tenant, first.adminEmail(), first.adminPassword());
            people.key(tenant, first.accessKeyId(), first.secretAccessKey());
        }
        var second = first.second();
        if (second.isGiven()) {
            var tenant = make(second.accountId(), "second", "Second");
            people.admin(tenant, second.adminEmail(), second.adminPassword());
            people.key(tenant, second.accessKeyId(), second.secretAccessKey());
        }
        if (!first.isGiven() && sample.wanted()) {
            sample.make(make(SampleTenant.ACCOUNT, "sample", "Sample"));
        }
    }

    private Tenant make(String account, String slug, String name) {
        var tenant = switch (tenants.create(account, slug, name)) {
            case Tenants.Created(var created) -> created;
            case Tenants.Taken(var sentence) -> throw new IllegalStateException(sentence);
        };
        log.info("Made the tenant {} of account {}", slug, account);
        return tenant;
    }
}
