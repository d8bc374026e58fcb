// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console;

import io.fermata.tenancy.TenancySettings;
import io.fermata.web.console.access.AccessInterceptor;
import io.fermata.web.console.access.VisitArgument;
import java.util.List;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FullyQualifiedAnnotationBeanNameGenerator;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.session.web.http.CookieSerializer;
import org.springframework.session.web.http.DefaultCookieSerializer;
import org.springframework.web.filter.RelativeRedirectFilter;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/// Puts the console into an application that has tenancy, catalog, runtime and Spring Boot's web parts: import this one class.
@Configuration(proxyBeanMethods = false)
@ComponentScan(nameGenerator = FullyQualifiedAnnotationBeanNameGenerator.class)
@Import(ConsoleSecurity.class)
public class ConsoleConfiguration implements WebMvcConfigurer {

    /// What belongs to other modules on the same port, and to Spring Boot's own error page.
    private static final List<String> FOREIGN = List.of("/hooks/**", "/api/**", "/actuator/**", "/error");

    private final AccessInterceptor access;
    private final VisitArgument visits;

    ConsoleConfiguration(AccessInterceptor access, VisitArgument visits) {
        this.access = access;
        this.visits = visits;
    }

    @Override
    public void addInterceptors(InterceptorRegistry interceptors) {
        interceptors.addInterceptor(access).excludePathPatterns(FOREIGN);
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(visits);
    }

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry resources) {
        for (var folder : List.of("css", "js", "img")) {
            resources.addResourceHandler("/" + folder + "/**").addResourceLocations("classpath:/static/" + folder + "/")
                    .setCacheControl(CacheControl.noCache());
        }
    }

    /// The session cookie of house.md section 0 item 21.
    @Bean
    static CookieSerializer sessionCookie(TenancySettings settings) {
        boolean secure = settings.publicUrl().startsWith("https:");
        var cookie = new DefaultCookieSerializer();
        cookie.setCookieName(secure ? "__Host-fermata" : "fermata");
        cookie.setUseSecureCookie(secure);
        cookie.setUseHttpOnlyCookie(true);
        cookie.setCookiePath("/");
        cookie.setSameSite("Lax");
        return cookie;
    }

    /// Redirects name a path only: the Host header of a request decides nothing.
    @Bean
    static FilterRegistrationBean<RelativeRedirectFilter> relativeRedirects() {
        var filter = new RelativeRedirectFilter();
        filter.setRedirectStatus(HttpStatus.FOUND);
        var registration = new FilterRegistrationBean<>(filter);
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 100);
        return registration;
    }
}
