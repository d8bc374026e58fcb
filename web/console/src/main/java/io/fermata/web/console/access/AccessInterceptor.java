// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console.access;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;

/// Lets a request through to its handler, or not: the one place where pages check who may see them. A handler that
/// declares neither [RequiresPermission] nor [WithoutTenant] is refused (security.md SR-32). Any thread.
@Component
public final class AccessInterceptor implements HandlerInterceptor {

    /// The request attribute that holds the [Visit].
    static final String VISIT = Visit.class.getName();

    private final People people;

    AccessInterceptor(People people) {
        this.people = people;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
            throws IOException {
        if (!(handler instanceof HandlerMethod method) || request.getDispatcherType() == DispatcherType.ASYNC) {
            return true;
        }
        var required = method.getMethodAnnotation(RequiresPermission.class);
        var without = method.getMethodAnnotation(WithoutTenant.class);
        if (required == null && without == null) {
            throw new NotHereException();
        }
        if (without != null && without.value() == WithoutTenant.Who.ANYBODY) {
            return true;
        }
        var person = people.signedIn();
        if (person.isEmpty()) {
            askToSignIn(request, response);
            return false;
        }
        if (without != null && without.value() == WithoutTenant.Who.SIGNED_IN) {
            return true;
        }
        var visit = people.visit(person.get(), slug(request)).orElseThrow(NotHereException::new);
        request.setAttribute(VISIT, visit);
        if (required != null && !visit.may(required.value())) {
            throw new NotAllowedException(required.value());
        }
        return true;
    }

    private static String slug(HttpServletRequest request) {
        return request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE) instanceof Map<?, ?> variables
                && variables.get("slug") instanceof String slug ? slug : "";
    }

    /// Sends a page to the sign-in, and tells a script to go there as a whole, so that no form lands inside a card.
    static void askToSignIn(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getHeader("HX-Request") != null) {
            response.setHeader("HX-Redirect", "/signin");
            response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
        } else if (request.getMethod().equals("GET") || request.getMethod().equals("HEAD")) {
            response.sendRedirect("/signin?next=" + URLEncoder.encode(asked(request), StandardCharsets.UTF_8));
        } else {
            response.sendRedirect("/signin");
        }
    }

    private static String asked(HttpServletRequest request) {
        @Nullable
        String query = request.getQueryString();
        return request.getRequestURI() + (query == null ? "" : "?" + query);
    }
}
