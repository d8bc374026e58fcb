// SPDX-License-Identifier: Apache-2.0
package io.fermata.scheduler;

import io.fermata.tenancy.keys.WebhookSignature;
import io.fermata.language.Json;
import io.fermata.scheduler.WebhookTable.Row;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/// Takes messages for webhooks: verifies before it parses, and starts one execution for each `webhook-id`, however often it
/// comes. Any thread.
public final class WebhookEndpoint {

    /// The most bytes of a message: those of an execution's input.
    public static final int LIMIT = Json.MAX_BYTES;

    private static final int LONGEST_ID = 255;
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    /// Checked in place of the secrets of an unknown webhook, so that its refusal takes as long.
    private static final List<String> NOBODYS = List.of(WebhookSignature.SECRET_PREFIX + "A".repeat(43) + "=");

    private final WebhookTable table;
    private final Starts starts;
    private final InstantSource clock;

    WebhookEndpoint(WebhookTable table, Starts starts, InstantSource clock) {
        this.table = table;
        this.starts = starts;
        this.clock = clock;
    }

    /// Takes one message.
    ///
    /// @param token the last part of the address
    /// @param headers by name in lower case
    /// @param rawBody the bytes as they came, at most one more than [#LIMIT]
    public WebhookAnswer accept(String token, Map<String, String> headers, byte[] rawBody) {
        if (rawBody.length > LIMIT) {
            return new WebhookAnswer.TooLarge(LIMIT);
        }
        var id = headers.getOrDefault("webhook-id", "");
        var found = table.byToken(token);
        boolean signed = WebhookSignature.verify(found.map(Row::secrets).orElse(NOBODYS), id,
                headers.getOrDefault("webhook-timestamp", ""), headers.getOrDefault("webhook-signature", ""), rawBody,
                clock.instant());
        if (found.isEmpty() || !signed) {
            return new WebhookAnswer.NotFound();
        }
        if (id.length() > LONGEST_ID || id.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            return new WebhookAnswer.Unfit("The header webhook-id has 1 to " + LONGEST_ID
                    + " printable ASCII characters without blanks");
        }
        var problem = Schedules.Inputs.problem(rawBody);
        return problem.<WebhookAnswer>map(WebhookAnswer.Unfit::new).orElseGet(() -> start(found.get(), id, rawBody));
    }

    private WebhookAnswer start(Row row, String id, byte[] body) {
        var name = Starts.shortened(row.name(), 40) + "-" + Starts.digest(row.tenant() + ":" + row.id() + ":" + id, 32);
        var before = table.take(row, id, body, clock.instant());
        if (before.filter(delivery -> delivery.status() == Delivery.Status.STARTED).isPresent()) {
            return new WebhookAnswer.Accepted(id, name);
        }
        var input = new String(before.isPresent() ? table.body(row, id) : body, StandardCharsets.UTF_8);
        var answer = starts.start(row.tenant(), row.stateMachineId(), name, input, "webhook:" + row.name(), PATIENCE);
        return switch (answer) {
            case Starts.Answer.Started _ -> {
                table.finish(row, id, Delivery.Status.STARTED, name, "");
                yield new WebhookAnswer.Accepted(id, name);
            }
            case Starts.Answer.Refused(var sentence) -> {
                table.finish(row, id, Delivery.Status.FAILED, null, sentence);
                yield new WebhookAnswer.Gone(sentence);
            }
            case Starts.Answer.Unavailable _ -> {
                table.finish(row, id, Delivery.Status.FAILED, null, "No node could start the execution in time");
                yield new WebhookAnswer.Unavailable();
            }
        };
    }
}
