// SPDX-License-Identifier: Apache-2.0
package io.fermata.app;

import io.fermata.catalog.CatalogConfiguration;
import io.fermata.integrations.IntegrationsConfiguration;
import io.fermata.node.NodeConfiguration;
import io.fermata.scheduler.SchedulerConfiguration;
import io.fermata.tenancy.TenancyConfiguration;
import io.fermata.web.api.ApiConfiguration;
import io.fermata.web.api.hooks.HooksConfiguration;
import io.fermata.web.console.ConsoleConfiguration;
import java.util.Arrays;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Import;

/// The application. `reset-password <e-mail>` gives a person a new password, `lint <file>…` checks definitions; without
/// arguments it serves.
@SpringBootApplication(excludeName = "org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration")
@Import({TenancyConfiguration.class, CatalogConfiguration.class, NodeConfiguration.class, SchedulerConfiguration.class,
        IntegrationsConfiguration.class, ApiConfiguration.class,
        ConsoleConfiguration.class, HooksConfiguration.class})
public class Fermata {

    private static final String RESET_PASSWORD = "reset-password";
    private static final String LINT = "lint";

    public static void main(String[] args) {
        if (args.length > 0 && args[0].equals(RESET_PASSWORD)) {
            System.exit(ResetPassword.run(args));
        }
        if (args.length > 0 && args[0].equals(LINT)) {
            System.exit(LintCommand.run(Arrays.asList(args).subList(1, args.length), System.out));
        }
        var application = new SpringApplication(Fermata.class);
        application.addListeners(new SampleMode());
        application.run(args);
    }
}
