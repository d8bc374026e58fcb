// SPDX-License-Identifier: Apache-2.0
package io.fermata.scheduler;

import io.fermata.language.Json;
import io.fermata.node.ExecutionEvents;
import io.fermata.scheduler.EventDeliveries.Claimed;
import io.fermata.scheduler.EventEndpointTable.Due;
import io.fermata.scheduler.EventEndpointTable.Round;
import io.fermata.scheduler.EventEndpointTable.Target;
import io.fermata.tenancy.TenantId;
import io.fermata.tenancy.egress.EgressClient;
import io.fermata.tenancy.egress.EgressRefusal;
import io.fermata.tenancy.egress.EgressRequest;
import io.fermata.tenancy.egress.EgressResponse;
import io.fermata.tenancy.keys.WebhookSignature;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends events to endpoints, signed as Standard Webhooks describes: at least once, those of one execution one after the
/// other, eight of an endpoint at a time. What is not taken is sent again, with growing pauses, for a day from the change;
/// an endpoint that takes nothing rests meanwhile. One virtual thread for each node and one for each busy endpoint.
final class EventSender implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EventSender.class);
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);
    private static final Duration LONGEST_CALL = Duration.ofSeconds(15);
    private static final Duration RESERVED = Duration.ofSeconds(60);
    private static final Duration KEPT = Duration.ofDays(1);
    private static final List<Duration> PAUSES = List.of(Duration.ofSeconds(5), Duration.ofSeconds(30),
            Duration.ofMinutes(2), Duration.ofMinutes(10));
    private static final int AT_ONCE = 8;
    private static final int ENDPOINTS = 64;
    private static final int LONGEST_ANSWER = 65_536;

    private final EventEndpointTable endpoints;
    private final EventDeliveries deliveries;
    private final ExecutionEvents events;
    private final EgressClient egress;
    private final InstantSource clock;
    private final Set<Due> busy = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final BackgroundLoop loop = new BackgroundLoop();

    EventSender(EventEndpointTable endpoints, EventDeliveries deliveries, ExecutionEvents events, EgressClient egress,
            InstantSource clock) {
        this.endpoints = endpoints;
        this.deliveries = deliveries;
        this.events = events;
        this.egress = egress;
        this.clock = clock;
    }

    /// What came of one sending.
    private sealed interface Outcome {

        /// It was taken.
        record Taken(String sentence) implements Outcome {}

        /// It was not.
        record Refused(String sentence) implements Outcome {}

        /// Its execution was purged, so there is nothing to send any more.
        record Purged() implements Outcome {}
    }

    void start() {
        loop.start("event-sender", this::run);
    }

    @Override
    public void close() {
        loop.close();
        threads.shutdownNow();
    }

    private void run() {
        while (loop.goesOn()) {
            try {
                for (var endpoint : endpoints.due(ENDPOINTS)) {
                    if (busy.size() < ENDPOINTS && busy.add(endpoint)) {
                        threads.execute(() -> serve(endpoint));
                    }
                }
            } catch (RuntimeException e) {
                // A database that is away must not end the loop for good.
                log.warn("Events could not be looked for; looking again in {} ms: {}", LOOK_EVERY.toMillis(),
                        e.toString());
            }
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
    }

    private void serve(Due endpoint) {
        try {
            while (round(endpoint) > 0 && !Thread.currentThread().isInterrupted()) {
                // there may be more
            }
        } catch (RuntimeException e) {
            log.warn("Events of an endpoint were not sent: tenant={} endpoint={}: {}", endpoint.tenant().value(),
                    endpoint.id(), e.toString());
        } finally {
            busy.remove(endpoint);
        }
    }

    /// Sends what is due to an endpoint, up to eight events.
    ///
    /// @return how many are done with
    int round(Due endpoint) {
        var target = endpoints.target(endpoint);
        if (target.isEmpty()) {
            return 0;
        }
        var claimed = deliveries.claim(endpoint, AT_ONCE, RESERVED);
        if (claimed.isEmpty()) {
            return 0;
        }
        var outcomes = sendAll(endpoint.tenant(), target.get(), claimed);
        var over = new ArrayList<Claimed>();
        int taken = 0;
        int givenUp = 0;
        int refused = 0;
        var result = "";
        for (int i = 0; i < claimed.size(); i++) {
            var event = claimed.get(i);
            switch (outcomes.get(i)) {
                case Outcome.Taken(var sentence) -> {
                    taken++;
                    over.add(event);
                    result = sentence;
                }
                case Outcome.Purged() -> {
                    givenUp++;
                    over.add(event);
                }
                case Outcome.Refused(var sentence) -> {
                    refused++;
                    result = sentence;
                    if (event.change().at().plus(KEPT).isBefore(clock.instant())) {
                        givenUp++;
                        over.add(event);
                    } else {
                        deliveries.again(endpoint.tenant(), event,
                                PAUSES.get(Math.min(event.attempt(), PAUSES.size()) - 1));
                    }
                }
            }
        }
        deliveries.done(endpoint.tenant(), over);
        endpoints.note(endpoint, new Round(taken, givenUp, taken > 0 || refused == 0, result), clock.instant());
        return over.size();
    }

    private List<Outcome> sendAll(TenantId tenant, Target target, List<Claimed> claimed) {
        var outcomes = new ArrayList<Outcome>();
        try {
            var calls = claimed.stream().<Callable<Outcome>>map(event -> () -> send(tenant, target, event)).toList();
            for (var sent : threads.invokeAll(calls)) {
                outcomes.add(sent.get());
            }
        } catch (ExecutionException broken) {
            throw new IllegalStateException(broken.getCause());
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the server stops", closing);
        }
        return outcomes;
    }

    private Outcome send(TenantId tenant, Target target, Claimed claimed) {
        var event = events.event(claimed.change());
        if (event.isEmpty()) {
            return new Outcome.Purged();
        }
        var body = Json.bytes(event.get());
        var id = "evt_" + event.get().path("id").stringValue();
        long now = clock.instant().getEpochSecond();
        Map<String, List<String>> headers = Map.of("Content-Type", List.of("application/json"), "User-Agent",
                List.of("Fermata"), "webhook-id", List.of(id), "webhook-timestamp", List.of(Long.toString(now)),
                "webhook-signature", List.of(WebhookSignature.sign(target.secret(), id, now, body)));
        var answer = egress
                .send(tenant, new EgressRequest("POST", target.url(), headers, body, LONGEST_CALL, LONGEST_ANSWER));
        return switch (answer) {
            case EgressResponse response when response.status() / 100 == 2 ->
                new Outcome.Taken("Taken with status " + response.status());
            case EgressResponse response -> new Outcome.Refused("Answered with status " + response.status());
            case EgressRefusal.TooLarge(var sentence) -> new Outcome.Refused(sentence);
            case EgressRefusal.TimedOut(var sentence) -> new Outcome.Refused(sentence);
            case EgressRefusal.Unreachable(var sentence) -> new Outcome.Refused(sentence);
            case EgressRefusal.NotAllowed(var sentence) -> new Outcome.Refused(sentence);
        };
    }
}
