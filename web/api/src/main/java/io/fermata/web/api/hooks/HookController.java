// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api.hooks;

import io.fermata.scheduler.WebhookAnswer;
import io.fermata.scheduler.WebhookEndpoint;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/// `POST /hooks/{token}`: the door of webhooks, for programs. Unknown tokens and wrong signatures get one and the same
/// answer. Reads no more of a body than may be accepted.
@RestController
public class HookController {

    private static final String RETRY_AFTER_SECONDS = "5";

    private final WebhookEndpoint endpoint;

    HookController(WebhookEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    @PostMapping("/hooks/{token}")
    ResponseEntity<Map<String, String>> receive(@PathVariable String token, HttpServletRequest request)
            throws IOException {
        var body = request.getInputStream().readNBytes(WebhookEndpoint.LIMIT + 1);
        var headers = new HashMap<String, String>();
        request.getHeaderNames().asIterator().forEachRemaining(
                name -> headers.put(name.toLowerCase(Locale.ROOT), request.getHeader(name)));
        return switch (endpoint.accept(token, headers, body)) {
            case WebhookAnswer.Accepted(var delivery, var execution) -> ResponseEntity.accepted()
                    .body(Map.of("deliveryId", delivery, "executionName", execution));
            case WebhookAnswer.NotFound _ -> answer(404, "NotFound",
                    "There is no such webhook, or the message is not signed by its secret.");
            case WebhookAnswer.TooLarge(var limit) -> answer(413, "ContentTooLarge",
                    "The body has more than " + limit + " bytes.");
            case WebhookAnswer.Unfit(var sentence) -> answer(400, "BadRequest", sentence);
            case WebhookAnswer.Gone(var sentence) -> answer(410, "Gone", sentence);
            case WebhookAnswer.Unavailable _ -> ResponseEntity.status(503).header("Retry-After", RETRY_AFTER_SECONDS)
                    .body(Map.of("error", "ServiceUnavailable", "message",
                            "No node could start the execution in time. It is safe to send the message again."));
        };
    }

    private static ResponseEntity<Map<String, String>> answer(int status, String error, String message) {
        return ResponseEntity.status(status).body(Map.of("error", error, "message", message));
    }
}
