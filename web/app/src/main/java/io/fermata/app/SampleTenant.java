// SPDX-License-Identifier: Apache-2.0
package io.fermata.app;

import io.fermata.catalog.NewStateMachine;
import io.fermata.catalog.StateMachineAnswer;
import io.fermata.catalog.StateMachines;
import io.fermata.language.MachineType;
import io.fermata.tenancy.Role;
import io.fermata.tenancy.TenancySettings;
import io.fermata.tenancy.Tenant;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/// The tenant of a newcomer: a person for each role, an access key, and sample workflows that need no outside account.
/// What he needs to sign in is printed once, at the first start.
@Component
class SampleTenant {

    static final String ACCOUNT = "123456789012";

    private static final Logger log = LoggerFactory.getLogger(SampleTenant.class);
    private static final String ROLE_ARN = "arn:aws:iam::" + ACCOUNT + ":role/sample";

    private final Environment environment;
    private final TenancySettings settings;
    private final FirstPeople people;
    private final StateMachines machines;
    private final SampleDefinitions definitions;

    SampleTenant(Environment environment, TenancySettings settings, FirstPeople people, StateMachines machines,
            SampleDefinitions definitions) {
        this.environment = environment;
        this.settings = settings;
        this.people = people;
        this.machines = machines;
        this.definitions = definitions;
    }

    /// Whether the sample tenant is to be made on an empty database.
    boolean wanted() {
        return environment.getProperty(SampleMode.PROPERTY, Boolean.class, false);
    }

    void make(Tenant tenant) {
        var password = Secrets.password();
        for (var role : Role.values()) {
            var name = role.name().toLowerCase(Locale.ROOT);
            people.join(tenant, email(name), name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1),
                    password, role);
        }
        var key = people.key(tenant);
        var substitutions = definitions.prepare(tenant, email("admin"));
        for (var sample : definitions.all()) {
            var asked = new NewStateMachine(sample.name(), MachineType.STANDARD, sample.text(substitutions), ROLE_ARN,
                    "{\"level\":\"OFF\",\"includeExecutionData\":false}", "{\"enabled\":false}", Map.of());
            if (!(machines.create(tenant.id(), asked) instanceof StateMachineAnswer.Stored)) {
                throw new IllegalStateException("the sample " + sample.name() + " is not valid");
            }
        }
        definitions.finish(tenant);
        log.info("""
                First start: made the sample tenant. This is shown once.

                    Console        {}
                    Sign in as     {}   (or viewer@, operator@, author@, approver@)
                    Password       {}
                    AWS CLI        export AWS_ACCESS_KEY_ID={} AWS_SECRET_ACCESS_KEY={} AWS_DEFAULT_REGION={}
                                   aws stepfunctions list-state-machines --endpoint-url {}
                """, settings.publicUrl(), email("admin"), password, key.accessKeyId(), key.secret(), settings.region(),
                settings.publicUrl());
    }

    private static String email(String name) {
        return name + "@sample.example";
    }
}
