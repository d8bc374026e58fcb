// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.connection;

import io.fermata.language.Json;
import io.fermata.tenancy.Arn;
import io.fermata.tenancy.TenancySettings;
import io.fermata.tenancy.TenantId;
import io.fermata.tenancy.Tenants;
import io.fermata.tenancy.keys.KeyRing;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// The connections of tenants. Secrets are sealed under the tenant's key and leave only towards the hosts of the connection.
/// Any thread.
public final class Connections {

    private static final String COLUMNS = """
            SELECT name, connection_uuid, authorization_type, secret, allowed_hosts, description, created_at FROM connection WHERE tenant_id = ?
            """;
    private static final int LONGEST_SECRET = 2_048;
    private static final int LONGEST_DESCRIPTION = 512;
    private static final int MOST_HOSTS = 20;

    private final JdbcClient jdbc;
    private final KeyRing keys;
    private final Tenants tenants;
    private final String region;
    private final InstantSource clock;

    public Connections(JdbcClient jdbc, KeyRing keys, Tenants tenants, TenancySettings settings, InstantSource clock) {
        this.jdbc = jdbc;
        this.keys = keys;
        this.tenants = tenants;
        this.region = settings.region();
        this.clock = clock;
    }

    /// A connection that shall be made.
    ///
    /// @param name 1 to 64 letters, digits and `. - _`
    /// @param hosts where its credentials may go: 1 to 20 host names, `*.example.org` for all below; may be empty without
    /// credentials
    /// @param description at most 512 characters
    public record NewConnection(String name, Authorization authorization, List<String> hosts, String description) {

        public NewConnection {
            hosts = hosts.stream().map(host -> host.strip().toLowerCase(Locale.ROOT)).filter(host -> !host.isEmpty())
                    .toList();
        }
    }

    /// The answer to [#create].
    public sealed interface Creation {}

    /// The connection was made.
    public record Created(Connection connection) implements Creation {}

    /// The tenant has a connection of that name.
    public record NameTaken(String name) implements Creation {}

    /// A field breaks its rule. The sentence names the limit and the fix.
    public record Unfit(String field, String sentence) implements Creation {}

    /// Makes a connection.
    public Creation create(TenantId tenant, NewConnection asked) {
        var problem = problem(asked);
        if (problem.isPresent()) {
            return problem.get();
        }
        var uuid = UUID.randomUUID().toString();
        var now = LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
        try {
            jdbc.sql(
                    """
                            INSERT INTO connection (tenant_id, name, connection_uuid, authorization_type, secret, allowed_hosts, description, created_at, updated_at, lock_version)
                            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0)
                            """)
                    .params(List.of(tenant.value(), asked.name(), uuid, asked.authorization().type(),
                            keys.seal(tenant, context(uuid), Json.bytes(secret(asked.authorization()))),
                            String.join("\n", asked.hosts()), asked.description(), now, now))
                    .update();
        } catch (DuplicateKeyException sameName) {
            return new NameTaken(asked.name());
        }
        return new Created(list(tenant).stream().filter(one -> one.name().equals(asked.name())).findFirst()
                .orElseThrow());
    }

    /// All connections of a tenant by name.
    public List<Connection> list(TenantId tenant) {
        var account = account(tenant);
        return jdbc.sql(COLUMNS + "ORDER BY name").param(tenant.value()).query((row, _) -> connection(account, row))
                .list();
    }

    /// Removes a connection; false if there is none of that name. Executions that use it fail from then on.
    public boolean delete(TenantId tenant, String name) {
        return jdbc.sql("DELETE FROM connection WHERE tenant_id = ? AND name = ?").param(tenant.value()).param(name)
                .update() == 1;
    }

    /// A connection with its secret, for a call.
    public record Opened(Connection connection, Authorization authorization) {

        /// Whether the credentials may be sent to that host.
        public boolean mayCall(String host) {
            var asked = host.toLowerCase(Locale.ROOT);
            return authorization instanceof Authorization.None && connection.hosts().isEmpty() || connection.hosts()
                    .stream().anyMatch(allowed -> allowed.equals(asked)
                            || allowed.startsWith("*.") && asked.endsWith(allowed.substring(1)));
        }
    }

    /// The tenant's connection of that ARN, with its secret.
    public Optional<Opened> open(TenantId tenant, String arn) {
        var account = account(tenant);
        return Arn.parse(arn)
                .filter(parsed -> parsed.service().equals("events") && parsed.resourceType().equals("connection"))
                .map(Arn::resourceName).map(name -> name.split("/", 2)).filter(parts -> parts.length == 2)
                .flatMap(parts -> jdbc.sql(COLUMNS + "AND name = ? AND connection_uuid = ?").param(tenant.value())
                        .param(parts[0]).param(parts[1])
                        .query((row, _) -> new Opened(connection(account, row), authorization(tenant, row)))
                        .optional())
                .filter(opened -> opened.connection().arn().equals(arn));
    }

    private static Optional<Unfit> problem(NewConnection asked) {
        if (!asked.name().matches("[.\\-_A-Za-z0-9]{1,64}")) {
            return unfit("name", "The name has 1 to 64 letters, digits and the signs . - _");
        }
        if (asked.description().length() > LONGEST_DESCRIPTION) {
            return unfit("description", "The description has at most " + LONGEST_DESCRIPTION + " characters");
        }
        if (asked.hosts().size() > MOST_HOSTS || asked.hosts().stream().anyMatch(
                host -> host.length() > 253
                        || !host.matches("(\\*\\.)?[a-z0-9_-]+(\\.[a-z0-9_-]+)*|\\[[0-9a-f:.]+]"))) {
            return unfit("hosts", "There are at most " + MOST_HOSTS
                    + " hosts, each a name such as api.example.org or *.example.org, without https:// and port");
        }
        if (!(asked.authorization() instanceof Authorization.None) && asked.hosts().isEmpty()) {
            return unfit("hosts", "Name at least one host to which the credentials may be sent");
        }
        return switch (asked.authorization()) {
            case Authorization.None _ -> Optional.empty();
            case Authorization.Basic(var username, var password) -> {
                if (!isSecret(username) || username.contains(":")) {
                    yield unfit("username", "The user name has 1 to " + LONGEST_SECRET
                            + " characters, none of them a colon or a control character");
                }
                yield isSecret(password)
                        ? Optional.empty()
                        : unfit("password", "The password has 1 to " + LONGEST_SECRET
                                + " characters without control characters");
            }
            case Authorization.ApiKey(var header, var value) -> {
                if (!header.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}")) {
                    yield unfit("header", "The header is a name of 1 to 128 letters, digits and hyphens");
                }
                yield isSecret(value)
                        ? Optional.empty()
                        : unfit("value", "The key has 1 to " + LONGEST_SECRET
                                + " characters without control characters");
            }
        };
    }

    private static boolean isSecret(String text) {
        return !text.isEmpty() && text.length() <= LONGEST_SECRET && text.chars().noneMatch(Character::isISOControl);
    }

    private static Optional<Unfit> unfit(String field, String sentence) {
        return Optional.of(new Unfit(field, sentence));
    }

    private String account(TenantId tenant) {
        return tenants.byId(tenant).orElseThrow().accountId();
    }

    private Connection connection(String account, ResultSet row) throws SQLException {
        var hosts = row.getString("allowed_hosts");
        return new Connection(row.getString("name"),
                Arn.connection(region, account, row.getString("name"),
                        UUID.fromString(row.getString("connection_uuid"))).toString(),
                row.getString("authorization_type"), hosts.isEmpty() ? List.of() : hosts.lines().toList(),
                row.getString("description"),
                Objects.requireNonNull(row.getObject("created_at", LocalDateTime.class)).toInstant(ZoneOffset.UTC));
    }

    private Authorization authorization(TenantId tenant, ResultSet row) throws SQLException {
        var plain = keys.open(tenant, context(row.getString("connection_uuid")), row.getBytes("secret"));
        var secret = Json.parse(new String(plain, StandardCharsets.UTF_8));
        return switch (row.getString("authorization_type")) {
            case "BASIC" -> new Authorization.Basic(secret.path("username").stringValue(),
                    secret.path("password").stringValue());
            case "API_KEY" -> new Authorization.ApiKey(secret.path("header").stringValue(),
                    secret.path("value").stringValue());
            default -> new Authorization.None();
        };
    }

    private static JsonNode secret(Authorization authorization) {
        var json = JsonNodeFactory.instance.objectNode();
        return switch (authorization) {
            case Authorization.None _ -> json;
            case Authorization.Basic(var username, var password) ->
                json.put("username", username).put("password", password);
            case Authorization.ApiKey(var header, var value) -> json.put("header", header).put("value", value);
        };
    }

    private static String context(String uuid) {
        return "connection.secret:" + uuid;
    }
}
