// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.connection;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.fermata.language.Json;
import io.fermata.tenancy.TenantId;
import io.fermata.tenancy.egress.EgressClient;
import io.fermata.tenancy.egress.EgressRefusal;
import io.fermata.tenancy.egress.EgressRequest;
import io.fermata.tenancy.egress.EgressResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/// Tokens of OAuth connections, fetched through the guarded client and kept until shortly before they expire. They are
/// kept under the credentials that fetched them, so that changing these takes effect at once. Any thread.
public final class OAuthTokens {

    private static final int MOST = 10_000;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration WITHOUT_EXPIRY = Duration.ofHours(1);
    private static final Duration LONGEST = Duration.ofDays(1);
    private static final Duration BEFORE_EXPIRY = Duration.ofMinutes(1);
    private static final int LONGEST_ANSWER = 65_536;

    private final EgressClient egress;
    private final InstantSource clock;
    private final Cache<Asked, Kept> kept = Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(LONGEST).build();

    public OAuthTokens(EgressClient egress, InstantSource clock) {
        this.egress = egress;
        this.clock = clock;
    }

    private record Asked(TenantId tenant, String connection, Authorization.OAuth client) {}

    private record Kept(Answer answer, Instant until) {}

    /// What came of asking for a token.
    public sealed interface Answer {}

    /// A token; never printed.
    public record Token(String value) implements Answer {

        @Override
        public String toString() {
            return "token";
        }
    }

    /// There is none.
    ///
    /// @param refused whether the token endpoint said no, so that a second try gives the same
    /// @param sentence without secrets
    public record NoToken(boolean refused, String sentence) implements Answer {}

    /// The token of a connection, fetched if none is kept. Several callers at once wait for one fetch.
    public Answer token(TenantId tenant, Connection connection, Authorization.OAuth client) {
        var asked = new Asked(tenant, connection.arn(), client);
        var known = kept.getIfPresent(asked);
        if (known != null && !clock.instant().isBefore(known.until)) {
            kept.asMap().remove(asked, known);
        }
        var found = kept.get(asked, _ -> fetch(connection, client));
        if (found.answer instanceof NoToken) {
            kept.asMap().remove(asked, found);
        }
        return found.answer;
    }

    /// Forgets a token that an endpoint did not take.
    public void forget(TenantId tenant, Connection connection, Authorization.OAuth client, Token token) {
        var asked = new Asked(tenant, connection.arn(), client);
        var known = kept.getIfPresent(asked);
        if (known != null && known.answer.equals(token)) {
            kept.asMap().remove(asked, known);
        }
    }

    private Kept fetch(Connection connection, Authorization.OAuth client) {
        var answer = egress.send(request(client));
        return switch (answer) {
            case EgressResponse response when response.status() >= 200 && response.status() < 300 ->
                token(connection, json(response.body()));
            case EgressResponse response -> none(true, connection, "answered with status " + response.status());
            case EgressRefusal.NotAllowed(var sentence) -> none(true, connection, "may not be called: " + sentence);
            case EgressRefusal.TooLarge _ -> none(true, connection, "answered with more than a token");
            case EgressRefusal refusal -> none(false, connection, "could not be called: " + refusal.sentence());
        };
    }

    private Kept token(Connection connection, JsonNode answer) {
        var token = answer.path("access_token");
        if (!token.isString() || token.stringValue().isEmpty()
                || token.stringValue().chars().anyMatch(sign -> sign < '!' || sign > '~')) {
            return none(true, connection, "gave no access_token");
        }
        var given = answer.path("expires_in");
        long seconds = given.isNumber() || given.isString() && given.stringValue().matches("\\d{1,9}")
                ? Math.max(0, Math.min(given.asLong(), LONGEST.toSeconds()))
                : WITHOUT_EXPIRY.toSeconds();
        var lifetime = Duration.ofSeconds(seconds);
        var use = lifetime.compareTo(BEFORE_EXPIRY.multipliedBy(2)) > 0
                ? lifetime.minus(BEFORE_EXPIRY)
                : lifetime.dividedBy(2);
        return new Kept(new Token(token.stringValue()), clock.instant().plus(use));
    }

    private Kept none(boolean refused, Connection connection, String what) {
        return new Kept(new NoToken(refused,
                "The connection '" + connection.name() + "' has no token: its token endpoint " + what + "."),
                clock.instant());
    }

    private static EgressRequest request(Authorization.OAuth client) {
        var pairs = new ArrayList<String>();
        boolean byQuery = client.method().equals("GET");
        var named = Parameter.at(Parameter.Place.BODY, client.parameters());
        if (named.stream().noneMatch(one -> one.name().equals("grant_type"))) {
            pairs.add(pair("grant_type", "client_credentials"));
        }
        if (!client.inHeader()) {
            pairs.add(pair("client_id", client.clientId()));
            pairs.add(pair("client_secret", client.clientSecret()));
        }
        named.forEach(one -> pairs.add(pair(one.name(), one.value())));
        var query = new ArrayList<String>();
        Parameter.at(Parameter.Place.QUERY, client.parameters())
                .forEach(one -> query.add(pair(one.name(), one.value())));
        if (byQuery) {
            query.addAll(pairs);
        }
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.put("Accept", List.of("application/json"));
        if (!byQuery) {
            headers.put("Content-Type", List.of("application/x-www-form-urlencoded"));
        }
        if (client.inHeader()) {
            headers.put("Authorization", List.of(Authorization.basic(encode(client.clientId()),
                    encode(client.clientSecret()))));
        }
        Parameter.at(Parameter.Place.HEADER, client.parameters())
                .forEach(one -> headers.put(one.name(), List.of(one.value())));
        var body = byQuery ? "" : String.join("&", pairs);
        return new EgressRequest(client.method(),
                query.isEmpty() ? client.tokenEndpoint() : client.tokenEndpoint() + "?" + String.join("&", query),
                headers, body.getBytes(StandardCharsets.UTF_8), PATIENCE, LONGEST_ANSWER);
    }

    private static JsonNode json(byte[] body) {
        try {
            return Json.parse(new String(body, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException notJson) {
            return MissingNode.getInstance();
        }
    }

    private static String pair(String name, String value) {
        return encode(name) + "=" + encode(value);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
