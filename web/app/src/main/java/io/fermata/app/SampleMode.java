// SPDX-License-Identifier: Apache-2.0
package io.fermata.app;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/// Decides, before anything else starts, whether there are samples: as `fermata.sample` says, else on the embedded
/// database without a bootstrap. With samples, tenants may call Fermata's own sample service, unless the operator has said
/// what they may call.
final class SampleMode implements ApplicationListener<ApplicationEnvironmentPreparedEvent> {

    static final String PROPERTY = "fermata.sample";

    @Override
    public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
        var environment = event.getEnvironment();
        boolean wanted = environment.getProperty(PROPERTY, Boolean.class,
                environment.getProperty("spring.datasource.url", "").isEmpty()
                        && environment.getProperty("fermata.bootstrap.account-id", "").isEmpty());
        var decided = new HashMap<String, Object>();
        decided.put(PROPERTY, Boolean.toString(wanted));
        if (wanted) {
            decided.put("fermata.egress.allow", hostAndPort(environment));
        }
        environment.getPropertySources().addLast(new MapPropertySource("fermata-sample", Map.copyOf(decided)));
    }

    private static String hostAndPort(ConfigurableEnvironment environment) {
        var address = URI.create(environment.getProperty("fermata.public-url", "http://localhost:8080"));
        int port = address.getPort() >= 0 ? address.getPort() : "https".equals(address.getScheme()) ? 443 : 80;
        return address.getHost() + ":" + port;
    }
}
