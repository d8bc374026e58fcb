// SPDX-License-Identifier: Apache-2.0
package io.fermata.app;

import io.fermata.tenancy.TenancyConfiguration;
import io.fermata.tenancy.Users;
import java.io.PrintStream;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Import;

/// `reset-password <e-mail>`: gives a person a new password from the command line, for the admin who has locked himself
/// out. Works on the same database as the service, which may be running. No stereotype marks it, or the scan would find
/// it and its exclusions would be the service's.
@EnableAutoConfiguration(excludeName = "org.springframework.boot.quartz.autoconfigure.QuartzAutoConfiguration")
@Import({DatabaseConfiguration.class, TenancyConfiguration.class})
class ResetPassword {

    /// Set in this command: an embedded database that runs already belongs to the service and is left running.
    static final String GUEST = "fermata.database.guest";

    static int run(String[] args) {
        PrintStream out = System.out;
        if (args.length != 2) {
            out.println("Usage: reset-password <e-mail>");
            return 2;
        }
        var email = args[1];
        try (var context = new SpringApplicationBuilder(ResetPassword.class).web(WebApplicationType.NONE)
                .properties("logging.level.root=WARN", GUEST + "=true").run()) {
            var users = context.getBean(Users.class);
            var user = users.byEmail(email);
            if (user.isEmpty()) {
                out.println("There is no person with the e-mail address " + email + ".");
                return 1;
            }
            var password = Secrets.password();
            return switch (users.changePassword(user.get().id(), password)) {
                case Users.Changed _ -> {
                    out.println("New password of " + email + ": " + password);
                    yield 0;
                }
                case Users.Unfit(var field, var sentence) -> {
                    out.println(field + ": " + sentence);
                    yield 1;
                }
                case Users.TokenExpired _ -> throw new IllegalStateException("no token was used");
            };
        }
    }
}
