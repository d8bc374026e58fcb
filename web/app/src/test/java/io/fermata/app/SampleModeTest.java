// SPDX-License-Identifier: Apache-2.0
package io.fermata.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.bootstrap.DefaultBootstrapContext;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/// When there are samples, and what tenants may call because of them.
class SampleModeTest {

    @Test
    void isOnOnTheEmbeddedDatabaseWithoutABootstrap() {
        var environment = prepared(Map.of());

        assertThat(environment.getProperty("fermata.sample")).isEqualTo("true");
        assertThat(environment.getProperty("fermata.egress.allow")).isEqualTo("localhost:8080");
    }

    @Test
    void isOffWithADatabaseOrABootstrapOfTheOperators() {
        assertThat(prepared(Map.of("spring.datasource.url", "jdbc:mysql://db/fermata")).getProperty("fermata.sample"))
                .isEqualTo("false");
        var bootstrapped = prepared(Map.of("fermata.bootstrap.account-id", "123456789012"));
        assertThat(bootstrapped.getProperty("fermata.sample")).isEqualTo("false");
        assertThat(bootstrapped.getProperty("fermata.egress.allow")).isNull();
    }

    @Test
    void isWhatTheOperatorSays() {
        assertThat(prepared(Map.of("fermata.sample", "false")).getProperty("fermata.sample")).isEqualTo("false");
        assertThat(prepared(Map.of("fermata.sample", "true", "spring.datasource.url", "jdbc:mysql://db/fermata",
                "fermata.public-url", "https://flows.example.org")).getProperty("fermata.egress.allow"))
                .isEqualTo("flows.example.org:443");
    }

    @Test
    void leavesAloneWhatTheOperatorAllows() {
        assertThat(prepared(Map.of("fermata.egress.allow", "10.0.0.0/8")).getProperty("fermata.egress.allow"))
                .isEqualTo("10.0.0.0/8");
    }

    private static ConfigurableEnvironment prepared(Map<String, Object> given) {
        var environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("given", given));
        new SampleMode().onApplicationEvent(new ApplicationEnvironmentPreparedEvent(new DefaultBootstrapContext(),
                new SpringApplication(Fermata.class), new String[0], environment));
        return environment;
    }
}
