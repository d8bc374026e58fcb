// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console.access;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/// Hands the [Visit] of a request to the handlers that ask for it.
@Component
public final class VisitArgument implements HandlerMethodArgumentResolver {

    /// The visit of a request that was let into a tenant.
    public static Optional<Visit> of(HttpServletRequest request) {
        return request.getAttribute(AccessInterceptor.VISIT) instanceof Visit visit
                ? Optional.of(visit)
                : Optional.empty();
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == Visit.class;
    }

    @Override
    public Object resolveArgument(MethodParameter parameter, @Nullable ModelAndViewContainer container,
            NativeWebRequest request, @Nullable WebDataBinderFactory binders) {
        if (request.getAttribute(AccessInterceptor.VISIT, RequestAttributes.SCOPE_REQUEST) instanceof Visit visit) {
            return visit;
        }
        throw new NotHereException();
    }
}
