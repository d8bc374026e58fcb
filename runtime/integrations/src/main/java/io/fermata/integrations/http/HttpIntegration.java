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
import io.fermata.integrations.connection.OAuthTokens;
import io.fermata.integrations.connection.Parameter;
import io.fermata.integrations.connection.Parameter.Place;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// `http:invoke`: one HTTPS request with the credentials of a connection, through the guarded client (integrations.md
/// section 9). Any thread.
public final class HttpIntegration implements TaskIntegration {

    private static final List<String> METHODS = List.of("GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD");
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final int LONGEST_URL = 8_192;

    private static final int UNAUTHORIZED = 401;

    private final Connections connections;
    private final OAuthTokens tokens;
    private final EgressClient egress;
    private final String userAgent;

    public HttpIntegration(Connections connections, OAuthTokens tokens, EgressClient egress, String region) {
        this.connections = connections;
        this.tokens = tokens;
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
            case Prepared.Ready ready -> switch (send(ready)) {
                case Sent.NoToken(var failure) -> failure;
                case Sent.Answered(_, var answer, var secrets) -> outcome(answer, new Answers(secrets));
            };
        };
    }

    @Override
    public TriedCall tryOut(TaskRequest request, boolean reveal) {
        return switch (prepared(request)) {
            case Prepared.Refused(var failure) -> TriedCall.of(failure);
            case Prepared.Ready ready -> switch (send(ready)) {
                case Sent.NoToken(var failure) -> TriedCall.of(failure);
                case Sent.Answered(var sent, var answer, var secrets) -> {
                    var answers = new Answers(secrets);
                    yield new TriedCall(outcome(answer, answers), reveal
                            ? Exchanges.of(sent, answer, Set.of(), new Answers(List.of()))
                            : Exchanges.of(sent, answer, names(ready.connection()), answers));
                }
            };
        };
    }

    /// What a task asks for, looked at before anything is sent.
    private sealed interface Prepared {

        record Refused(Failed failure) implements Prepared {}

        /// @param headers may still get a token
        record Ready(TenantId tenant, Opened connection, String method, String url, HttpHeaders headers, byte[] body,
                Duration atMost, int longestAnswer) implements Prepared {

            EgressRequest request() {
                return new EgressRequest(method, url, headers.all(), body, atMost, longestAnswer);
            }
        }

        static Prepared failed(String error, String cause) {
            return new Refused(new Failed(error, cause));
        }
    }

    /// What came of sending.
    private sealed interface Sent {

        /// Nothing was sent.
        record NoToken(Failed failure) implements Sent {}

        /// @param secrets all that must not appear in a history
        record Answered(EgressRequest request, Egress answer, List<String> secrets) implements Sent {}
    }

    private static Set<String> names(Opened connection) {
        return Stream.of(connection.authorization().headers().stream().map(Authorization.Header::name),
                connection.at(Place.HEADER).stream().filter(Parameter::isSecret).map(Parameter::name),
                Stream.of("Authorization")).flatMap(all -> all).map(name -> name.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }

    private Sent send(Prepared.Ready ready) {
        var secrets = new ArrayList<>(ready.connection().secrets());
        ready.connection().secrets().stream().map(QueryText::encode).forEach(secrets::add);
        if (ready.connection().authorization() instanceof Authorization.OAuth client) {
            return sendWithToken(ready, client, secrets);
        }
        var request = ready.request();
        return new Sent.Answered(request, egress.send(ready.tenant(), request), secrets);
    }

    /// Sends with a token, and once more with a new one if the endpoint does not take a token that was kept.
    private Sent sendWithToken(Prepared.Ready ready, Authorization.OAuth client, List<String> secrets) {
        var connection = ready.connection().connection();
        for (boolean again = false;; again = true) {
            switch (tokens.token(ready.tenant(), connection, client)) {
                case OAuthTokens.NoToken(var refused, var sentence) -> {
                    return new Sent.NoToken(new Failed("Events.ConnectionResource."
                            + (refused ? "InvalidConnectionState" : "InternalError"), sentence));
                }
                case OAuthTokens.Token token -> {
                    secrets.add(token.value());
                    ready.headers().put("Authorization", "Bearer " + token.value());
                    var request = ready.request();
                    var answer = egress.send(ready.tenant(), request);
                    if (again || !(answer instanceof EgressResponse response) || response.status() != UNAUTHORIZED) {
                        return new Sent.Answered(request, answer, secrets);
                    }
                    tokens.forget(ready.tenant(), connection, client, token);
                }
            }
        }
    }

    private Prepared prepared(TaskRequest request) {
        var fields = Parameters.of(request.parameters());
        var endpoint = fields.text("ApiEndpoint", 1, LONGEST_URL);
        var method = fields.text("Method", 1, 10).toUpperCase(Locale.ROOT);
        if (!method.isEmpty() && !METHODS.contains(method)) {
            fields.note("Method", "must be one of " + String.join(", ", METHODS));
        }
        var connectionArn = connectionArn(fields);
        var headers = HttpHeaders.read(fields, request.idempotencyKey(), userAgent, request.longestAnswer());
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
        var timeout = request.timeout();
        var atMost = timeout == null || timeout.compareTo(LONGEST) > 0 ? LONGEST : timeout;
        if (atMost.isNegative() || atMost.isZero()) {
            return Prepared.failed("States.Http.Socket", "The time of the task was over before the request was sent.");
        }
        connection.at(Place.HEADER).forEach(one -> headers.put(one.name(), one.value()));
        connection.authorization().headers().forEach(header -> headers.put(header.name(), header.value()));
        var sent = ConnectionBody.with(connection.at(Place.BODY), method, body);
        sent.ifPresent(content -> headers.putIfAbsent("Content-Type", "application/json; charset=UTF-8"));
        var bytes = sent.map(content -> content.bytes(headers.first("Content-Type"))).orElse(new byte[0]);
        var query = connection.at(Place.QUERY).stream()
                .map(one -> QueryText.encode(one.name()) + "=" + QueryText.encode(one.value()))
                .collect(Collectors.joining("&"));
        return new Prepared.Ready(new TenantId(request.tenant()), connection, method, QueryText.append(url, query),
                headers, bytes, atMost, request.longestAnswer());
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
