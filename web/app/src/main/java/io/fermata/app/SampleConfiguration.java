// SPDX-License-Identifier: Apache-2.0
package io.fermata.app;

import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.web.SecurityFilterChain;

/// The service that sample workflows call, there only while samples are.
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = SampleMode.PROPERTY, havingValue = "true")
class SampleConfiguration {

    @Bean
    ServletRegistrationBean<SampleServlet> sampleService() {
        return new ServletRegistrationBean<>(new SampleServlet(), "/samples/*");
    }

    @Bean
    @Order(1)
    SecurityFilterChain samplesAreOpen(HttpSecurity http) {
        return http.securityMatcher("/samples/**").authorizeHttpRequests(paths -> paths.anyRequest().permitAll())
                .csrf(AbstractHttpConfigurer::disable).build();
    }
}
