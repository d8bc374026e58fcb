// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console.live;

import io.fermata.node.Executions;
import io.fermata.tenancy.Permission;
import io.fermata.web.console.access.NotHereException;
import io.fermata.web.console.access.RequiresPermission;
import io.fermata.web.console.access.Visit;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/// The event stream of an execution page. Carries revisions only; the page then fetches its fragment, where the right to
/// see it is checked again.
@Controller
class LivePokes {

    private final Executions executions;
    private final Watching watching;

    LivePokes(Executions executions, Watching watching) {
        this.executions = executions;
        this.watching = watching;
    }

    @GetMapping(path = "/t/{slug}/live", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @RequiresPermission(Permission.EXECUTION_READ)
    ResponseEntity<SseEmitter> live(Visit visit, @RequestParam String execution,
            @RequestParam(defaultValue = "0") long rev) {
        long number;
        try {
            number = Long.parseLong(execution, Character.MAX_RADIX);
        } catch (NumberFormatException notOurs) {
            throw new NotHereException();
        }
        var row = executions.reads().find(visit.id(), number).orElseThrow(NotHereException::new);
        var emitter = watching.watch(visit.id(), visit.member().userId(), row.executionNo(), rev);
        return emitter == null
                ? ResponseEntity.status(HttpStatus.TOO_MANY_REQUESTS).build()
                : ResponseEntity.ok().header("X-Accel-Buffering", "no").body(emitter);
    }
}
