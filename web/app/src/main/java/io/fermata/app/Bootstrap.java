package io.fermata.app;

import io.fermata.tenancy.AccessKeys;
import io.fermata.tenancy.Members;
import io.fermata.tenancy.Role;
import io.fermata.tenancy.TenancySettings;
import io.fermata.tenancy.TenancySettings.Bootstrap.Account;
import io.fermata.tenancy.Tenant;
import io.fermata.tenancy.Tenants;
import io.fermata.tenancy.Users;
import java.util.Optional;
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
    private final People people;
    private final SampleTenant sample;

    Bootstrap(TenancySettings settings, DataSource dataSource, Tenants tenants, People people, SampleTenant sample) {
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
        var bootstrap = settings.bootstrap();
        if (!tenants.all().isEmpty()) {
            if (bootstrap.account().isPresent()) {
                log.info("fermata.bootstrap is ignored: the database has tenants already");
            }
            return;
        }
        bootstrap.account().ifPresent(account -> make(account, "main", "Main"));
        Optional.of(bootstrap.second()).filter(Account::isGiven).ifPresent(account -> make(account, "second", "Second"));
        if (bootstrap.account().isEmpty() && sample.wanted()) {
            sample.make();
        }
    }

    private void make(Account account, String slug, String name) {
        var tenant = switch (tenants.create(account.accountId(), slug, name)) {
            case Tenants.Created(var created) -> created;
            case Tenants.Taken(var sentence) -> throw new IllegalStateException(sentence);
        };
        if (!account.adminEmail().isEmpty()) {
            people.join(tenant, account.adminEmail(), "Admin", account.adminPassword(), Role.ADMIN);
        }
        if (!account.accessKeyId().isEmpty()) {
            people.key(tenant, account.accessKeyId(), account.secretAccessKey());
        }
        log.info("Made the tenant {} of account {}", slug, account.accountId());
    }

    /// Makes people and keys.
    @Component
    static final class People {

        private final Users users;
        private final Members members;
        private final AccessKeys keys;

        People(Users users, Members members, AccessKeys keys) {
            this.users = users;
            this.members = members;
            this.keys = keys;
        }

        void join(Tenant tenant, String email, String name, String password, Role role) {
            var user = users.byEmail(email).orElseGet(() -> switch (users.create(email, name, password)) {
                case Users.Registered(var registered) -> registered;
                case Users.EmailTaken(var taken) -> throw new IllegalStateException("e-mail taken: " + taken);
                case Users.Unfit(var field, var sentence) ->
                    throw new IllegalStateException("The person " + email + " cannot be made: " + field + ": " + sentence);
            });
            members.put(tenant.id(), user.id(), role);
        }

        void key(Tenant tenant, String accessKeyId, String secret) {
            keys.create(tenant, accessKeyId, secret, "bootstrap", Role.ADMIN);
        }
    }
}
