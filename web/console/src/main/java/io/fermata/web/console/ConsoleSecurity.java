// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console;

import io.fermata.tenancy.TenancySettings;
import io.fermata.web.console.access.SameOriginFilter;
import io.fermata.web.console.access.SignInEntry;
import jakarta.servlet.DispatcherType;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.csrf.CsrfTokenRepository;
import org.springframework.security.web.csrf.HttpSessionCsrfTokenRepository;
import org.springframework.security.web.header.HeaderWriter;

/// The browser side of security: sessions, form tokens, headers (security.md SR-21 to SR-31). The last chain: it takes
/// every request that no other chain took.
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
class ConsoleSecurity {

    private static final String CONTENT_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
            + "font-src 'none'; connect-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'";
    private static final String PERMISSIONS_POLICY = "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), "
            + "microphone=(), midi=(), payment=(), usb=()";
    private static final String[] OPEN = {"/", "/signin", "/theme", "/css/**", "/js/**", "/webjars/**", "/a/*",
            "/hooks/**",
            "/actuator/health/**", "/actuator/prometheus", "/error", "/favicon.ico"};
    private static final String[] NO_FORM_TOKEN = {"/hooks/**", "/actuator/health/**", "/actuator/prometheus"};

    @Bean
    SecurityContextRepository securityContexts() {
        return new HttpSessionSecurityContextRepository();
    }

    @Bean
    CsrfTokenRepository formTokens() {
        return new HttpSessionCsrfTokenRepository();
    }

    @Bean
    @Order
    SecurityFilterChain console(HttpSecurity http, TenancySettings settings, SecurityContextRepository contexts,
            CsrfTokenRepository formTokens) {
        return http
                .authorizeHttpRequests(paths -> paths
                        .dispatcherTypeMatchers(DispatcherType.ASYNC, DispatcherType.ERROR, DispatcherType.FORWARD)
                        .permitAll().requestMatchers(OPEN).permitAll().requestMatchers("/actuator/**").denyAll()
                        .anyRequest().authenticated())
                .securityContext(context -> context.securityContextRepository(contexts))
                .csrf(csrf -> csrf.csrfTokenRepository(formTokens).ignoringRequestMatchers(NO_FORM_TOKEN))
                .addFilterBefore(new SameOriginFilter(), CsrfFilter.class)
                .exceptionHandling(refused -> refused.authenticationEntryPoint(new SignInEntry()))
                .requestCache(AbstractHttpConfigurer::disable).formLogin(AbstractHttpConfigurer::disable)
                .httpBasic(AbstractHttpConfigurer::disable).logout(AbstractHttpConfigurer::disable)
                .headers(headers -> headers(headers, settings.publicUrl().startsWith("https:"))).build();
    }

    private static void headers(HeadersConfigurer<HttpSecurity> headers, boolean secure) {
        headers.contentSecurityPolicy(policy -> policy.policyDirectives(CONTENT_POLICY))
                .httpStrictTransportSecurity(HeadersConfigurer.HstsConfig::disable)
                .frameOptions(HeadersConfigurer.FrameOptionsConfig::deny)
                .addHeaderWriter(fixed("Cross-Origin-Opener-Policy", "same-origin"))
                .addHeaderWriter(fixed("Cross-Origin-Resource-Policy", "same-origin"))
                .addHeaderWriter(fixed("Permissions-Policy", PERMISSIONS_POLICY))
                .addHeaderWriter((request, response) -> response.setHeader("Referrer-Policy",
                        request.getRequestURI().startsWith("/a/") ? "no-referrer" : "same-origin"));
        if (secure) {
            headers.addHeaderWriter(fixed("Strict-Transport-Security", "max-age=31536000 ; includeSubDomains"));
        }
    }

    private static HeaderWriter fixed(String name, String value) {
        return (_, response) -> response.setHeader(name, value);
    }
}
