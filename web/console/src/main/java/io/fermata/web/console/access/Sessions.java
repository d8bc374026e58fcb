// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console.access;

import io.fermata.tenancy.User;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.security.web.csrf.CsrfTokenRepository;
import org.springframework.stereotype.Component;

/// Begins and ends sessions. A sign-in gives the session a new id and a new form token (security.md SR-22). Any thread.
@Component
public final class Sessions {

    private static final Duration IDLE = Duration.ofMinutes(60);

    private final SecurityContextRepository contexts;
    private final CsrfTokenRepository formTokens;
    private final InstantSource clock;

    Sessions(SecurityContextRepository contexts, CsrfTokenRepository formTokens, InstantSource clock) {
        this.contexts = contexts;
        this.formTokens = formTokens;
        this.clock = clock;
    }

    /// Makes the request's session that of the person.
    public void begin(User user, HttpServletRequest request, HttpServletResponse response) {
        var session = request.getSession(true);
        request.changeSessionId();
        session.setMaxInactiveInterval((int) IDLE.toSeconds());
        formTokens.saveToken(null, request, response);
        var person = new SignedIn(user.id(), user.email(), user.name(), user.securityStamp(), clock.instant());
        var context = new SecurityContextImpl(UsernamePasswordAuthenticationToken.authenticated(person, null,
                AuthorityUtils.createAuthorityList("ROLE_PERSON")));
        SecurityContextHolder.setContext(context);
        contexts.saveContext(context, request, response);
    }

    /// Ends the session and has the browser forget what it stored.
    public void end(HttpServletRequest request, HttpServletResponse response) {
        var session = request.getSession(false);
        if (session != null) {
            session.invalidate();
        }
        SecurityContextHolder.clearContext();
        response.setHeader("Clear-Site-Data", "\"cache\", \"storage\"");
    }
}
