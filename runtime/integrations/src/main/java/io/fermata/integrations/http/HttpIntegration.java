// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.http;

import io.fermata.engine.TaskIntegration;
import io.fermata.engine.TaskOutcome;
import io.fermata.engine.TaskOutcome.Failed;
import io.fermata.engine.TaskRequest;
import io.fermata.engine.TriedCall;
import io.fermata.integrations.connection.Authorization;
import io.fermata.integrations.connection.Connections;
import io.fermata.integrations.connection.Connections.Opened;
import io.fermata.integrations.parameters.Parameters;
import io.fermata.language.TaskResource;
import io.fermata.tenancy.TenantId;
import io.fermata.tenancy.egress.Egress;
import io.fermata.tenancy.egress.EgressClient;
import io.fermata.tenancy.egress.EgressRefusal;
import io.fermata.tenancy.egress.EgressRequest;
import io.fermata.tenancy.egress.EgressResponse;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// `http:invoke`: one HTTPS request with the credentials of a connection, through the guarded client (integrations.md
/// section 9). Any thread.
public final class HttpIntegration implements TaskIntegration {

    private static final List<String> METHODS = List.of("GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD");
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final int LONGEST_URL = 8_192;

    private final Connections connections;
    private final EgressClient egress;
    private final String userAgent;

    public HttpIntegration(Connections connections, EgressClient egress, String region) {
        this.connections = connections;
        this.egress = egress;
        this.userAgent = "Amazon|StepFunctions|HttpInvoke|" + region;
    }

    @Override
    public boolean handles(TaskResource resource) {
        return resource instanceof TaskResource.Integration(_, var service, var action, var pattern)
                && service.equals("http") && action.equals("invoke")
                && pattern == TaskResource.Pattern.REQUEST_RESPONSE;
    }

    @Override
    public TaskOutcome call(TaskRequest request) {
        return switch (prepared(request)) {
            case Prepared.Refused(var failure) -> failure;
            case Prepared.Ready(var ready, var authorization) ->
                outcome(egress.send(ready), new Answers(authorization.secrets()));
        };
    }

    @Override
    public TriedCall tryOut(TaskRequest request, boolean reveal) {
        return switch (prepared(request)) {
            case Prepared.Refused(var failure) -> TriedCall.of(failure);
            case Prepared.Ready(var ready, var authorization) -> {
                var answer = egress.send(ready);
                var answers = new Answers(authorization.secrets());
                yield new TriedCall(outcome(answer, answers), reveal
                        ? Exchanges.of(ready, answer, Set.of(), new Answers(List.of()))
                        : Exchanges.of(ready, answer, names(authorization), answers));
            }
        };
    }

    /// What a task asks for, looked at before anything is sent.
    private sealed interface Prepared {

        record Refused(Failed failure) implements Prepared {}

        record Ready(EgressRequest request, Authorization authorization) implements Prepared {}

        static Prepared failed(String error, String cause) {
            return new Refused(new Failed(error, cause));
        }
    }

    private static Set<String> names(Authorization authorization) {
        return authorization.headers().stream().map(header -> header.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }

    private Prepared prepared(TaskRequest request) {
        var fields = Parameters.of(request.parameters());
        var endpoint = fields.text("ApiEndpoint", 1, LONGEST_URL);
        var method = fields.text("Method", 1, 10).toUpperCase(Locale.ROOT);
        if (!method.isEmpty() && !METHODS.contains(method)) {
            fields.note("Method", "must be one of " + String.join(", ", METHODS));
        }
        var connectionArn = connectionArn(fields);
        var headers = HttpHeaders.read(fields, request.idempotencyKey(), userAgent);
        var query = QueryText.read(fields);
        var body = RequestBody.read(fields);
        var problem = fields.problem();
        if (problem.isPresent()) {
            return new Prepared.Refused(problem.get());
        }
        var opened = connections.open(new TenantId(request.tenant()), connectionArn);
        if (opened.isEmpty()) {
            return Prepared.failed("Events.ConnectionResource.ResourceNotFound",
                    "Connection '" + connectionArn + "' does not exist.");
        }
        var host = host(endpoint);
        if (host.isEmpty()) {
            return Prepared.failed("States.Runtime",
                    "The ApiEndpoint '" + endpoint + "' is not a URL with a host.");
        }
        if (!opened.get().mayCall(host.get())) {
            return Prepared.failed("Events.ConnectionResource.AccessDenied", "The connection '"
                    + opened.get().connection().name() + "' does not send its credentials to the host " + host.get()
                    + ". Make a connection that names this host.");
        }
        return ready(request, method, QueryText.append(endpoint, query), headers, body, opened.get());
    }

    private static Prepared ready(TaskRequest request, String method, String url, HttpHeaders headers,
            Optional<RequestBody> body, Opened connection) {
        body.ifPresent(content -> headers.putIfAbsent("Content-Type", "application/json; charset=UTF-8"));
        connection.authorization().headers().forEach(header -> headers.put(header.name(), header.value()));
        var bytes = body.map(content -> content.bytes(headers.first("Content-Type"))).orElse(new byte[0]);
        var timeout = request.timeout();
        var atMost = timeout == null || timeout.compareTo(LONGEST) > 0 ? LONGEST : timeout;
        if (atMost.isNegative() || atMost.isZero()) {
            return Prepared.failed("States.Http.Socket", "The time of the task was over before the request was sent.");
        }
        return new Prepared.Ready(
                new EgressRequest(method, url, headers.all(), bytes, atMost, EgressRequest.STATE_SIZE),
                connection.authorization());
    }

    private static TaskOutcome outcome(Egress answer, Answers answers) {
        return switch (answer) {
            case EgressResponse response -> answers.outcome(response);
            case EgressRefusal.NotAllowed(var sentence) -> new Failed("States.Runtime", sentence);
            case EgressRefusal.Unreachable(var sentence) -> new Failed("States.Http.Socket", sentence);
            case EgressRefusal.TimedOut(var sentence) -> new Failed("States.Http.Socket", sentence);
            case EgressRefusal.TooLarge _ -> new Failed("States.DataLimitExceeded",
                    "The state/task 'http' returned a result with a size exceeding the maximum number of bytes service limit.");
        };
    }

    private static String connectionArn(Parameters fields) {
        var authentication = fields.object("Authentication").map(part -> part.text("ConnectionArn", 1, 1_600));
        var configuration = fields.object("InvocationConfig").map(part -> part.text("ConnectionArn", 1, 1_600));
        if (authentication.isPresent() == configuration.isPresent()) {
            fields.note("InvocationConfig.ConnectionArn",
                    authentication.isPresent()
                            ? "must not be given together with Authentication.ConnectionArn"
                            : "is required but was missing (or Authentication.ConnectionArn instead of it)");
        }
        return authentication.or(() -> configuration).orElse("");
    }

    private static Optional<String> host(String endpoint) {
        try {
            return Optional.ofNullable(new URI(endpoint).getHost());
        } catch (URISyntaxException noUrl) {
            return Optional.empty();
        }
    }
}
