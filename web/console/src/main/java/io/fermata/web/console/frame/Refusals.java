// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console.frame;

import io.fermata.tenancy.keys.KmsRefusedException;
import io.fermata.web.console.access.NotAllowedException;
import io.fermata.web.console.access.NotHereException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.servlet.ModelAndView;

/// The pages that say no. A 404 does not say whether the thing exists elsewhere; a 500 gives an id to quote.
@ControllerAdvice(basePackages = "io.fermata.web.console")
class Refusals {

    private static final Logger log = LoggerFactory.getLogger(Refusals.class);

    @ExceptionHandler
    ModelAndView notHere(NotHereException refused) {
        return new ModelAndView("error/404", HttpStatus.NOT_FOUND);
    }

    @ExceptionHandler
    ModelAndView notAllowed(NotAllowedException refused) {
        var page = new ModelAndView("error/403", HttpStatus.FORBIDDEN);
        page.addObject("permission", refused.permission().name().toLowerCase(Locale.ROOT).replace('_', ' '));
        return page;
    }

    @ExceptionHandler
    ModelAndView withoutKey(KmsRefusedException refused) {
        var page = new ModelAndView("error/key", HttpStatus.CONFLICT);
        page.addObject("reason", refused.getMessage());
        return page;
    }

    @ExceptionHandler
    ModelAndView broken(RuntimeException problem, HttpServletRequest request) {
        if (problem instanceof ErrorResponse || problem instanceof TypeMismatchException) {
            throw problem; // Spring answers these with their own status
        }
        var id = UUID.randomUUID().toString();
        log.error("A page failed: id={} method={} path={}", id, request.getMethod(), request.getRequestURI(), problem);
        var page = new ModelAndView("error/500", HttpStatus.INTERNAL_SERVER_ERROR);
        page.addObject("incident", id);
        return page;
    }
}
