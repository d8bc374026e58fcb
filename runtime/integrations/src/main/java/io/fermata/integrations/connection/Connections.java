// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.connection;

import com.github.benmanes.caffeine.cache.Ticker;
import io.fermata.tenancy.Arn;
import io.fermata.tenancy.Remembered;
import io.fermata.tenancy.TenancySettings;
import io.fermata.tenancy.TenantId;
import io.fermata.tenancy.Tenants;
import io.fermata.tenancy.keys.KeyRing;
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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The connections of tenants. Secrets are sealed under the tenant's key and leave only towards the hosts of the connection.
/// Any thread.
public final class Connections {

    private static final String COLUMNS = """
            SELECT name, connection_uuid, authorization_type, secret, allowed_hosts, description, created_at FROM connection WHERE tenant_id = ?
            """;

    private final JdbcClient jdbc;
    private final KeyRing keys;
    private final Tenants tenants;
    private final String region;
    private final InstantSource clock;
    private final Remembered<Name, Optional<Opened>> remembered;

    public Connections(JdbcClient jdbc, KeyRing keys, Tenants tenants, TenancySettings settings, InstantSource clock) {
        this(jdbc, keys, tenants, settings, clock, Ticker.systemTicker());
    }

    Connections(JdbcClient jdbc, KeyRing keys, Tenants tenants, TenancySettings settings, InstantSource clock,
            Ticker ticker) {
        this.jdbc = jdbc;
        this.keys = keys;
        this.tenants = tenants;
        this.region = settings.region();
        this.clock = clock;
        this.remembered = new Remembered<>(ticker, Optional::isPresent);
    }

    private record Name(TenantId tenant, String name) {}

    /// A connection that shall be made.
    ///
    /// @param name 1 to 64 letters, digits and `. - _`
    /// @param hosts where its credentials may go: 1 to 20 host names, `*.example.org` for all below; may be empty without
    /// credentials
    /// @param description at most 512 characters
    /// @param parameters what each request gets besides
    public record NewConnection(String name, Authorization authorization, List<String> hosts, String description,
            List<Parameter> parameters) {

        /// A connection without parameters.
        public NewConnection(String name, Authorization authorization, List<String> hosts, String description) {
            this(name, authorization, hosts, description, List.of());
        }

        public NewConnection {
            hosts = hosts.stream().map(host -> host.strip().toLowerCase(Locale.ROOT)).filter(host -> !host.isEmpty())
                    .toList();
            parameters = List.copyOf(parameters);
        }

        /// Does not print secrets.
        @Override
        public String toString() {
            return name;
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
        var problem = ConnectionRules.problem(asked);
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
                            seal(tenant, uuid, asked),
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

    /// Changes a connection, whose name and ARN stay. Secrets that are empty keep what is stored, if the kind stays. Calls
    /// that begin later use the change; null if there is none of that name.
    public @Nullable Creation update(TenantId tenant, NewConnection given) {
        var stored = find(tenant, given.name());
        if (stored.isEmpty()) {
            return null;
        }
        var asked = keeping(given, stored.get());
        var problem = ConnectionRules.problem(asked);
        if (problem.isPresent()) {
            return problem.get();
        }
        var arn = stored.get().connection().arn();
        jdbc.sql(
                """
                        UPDATE connection SET authorization_type = ?, secret = ?, allowed_hosts = ?, description = ?, updated_at = ?,
                            lock_version = lock_version + 1
                        WHERE tenant_id = ? AND name = ? AND connection_uuid = ?
                        """)
                .param(asked.authorization().type())
                .param(seal(tenant, arn.substring(arn.lastIndexOf('/') + 1), asked))
                .param(String.join("\n", asked.hosts())).param(asked.description())
                .param(LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC)).param(tenant.value())
                .param(asked.name()).param(arn.substring(arn.lastIndexOf('/') + 1)).update();
        remembered.forget(new Name(tenant, asked.name()));
        return new Created(find(tenant, asked.name()).orElseThrow().connection());
    }

    private static NewConnection keeping(NewConnection asked, Opened stored) {
        var authorization = switch (asked.authorization()) {
            case Authorization.Basic(var user, var password) when password.isEmpty()
                    && stored.authorization() instanceof Authorization.Basic old ->
                new Authorization.Basic(user, old.password());
            case Authorization.ApiKey(var header, var value) when value.isEmpty()
                    && stored.authorization() instanceof Authorization.ApiKey old ->
                new Authorization.ApiKey(header, old.value());
            case Authorization.OAuth oauth when stored.authorization() instanceof Authorization.OAuth old ->
                new Authorization.OAuth(oauth.tokenEndpoint(), oauth.method(), oauth.clientId(),
                        oauth.clientSecret().isEmpty() ? old.clientSecret() : oauth.clientSecret(), oauth.inHeader(),
                        Parameter.keeping(oauth.parameters(), old.parameters()));
            case Authorization same -> same;
        };
        return new NewConnection(asked.name(), authorization, asked.hosts(), asked.description(),
                Parameter.keeping(asked.parameters(), stored.parameters()));
    }

    /// Removes a connection; false if there is none of that name. Executions that use it fail from then on.
    public boolean delete(TenantId tenant, String name) {
        boolean found = jdbc.sql("DELETE FROM connection WHERE tenant_id = ? AND name = ?").param(tenant.value())
                .param(name).update() == 1;
        remembered.forget(new Name(tenant, name));
        return found;
    }

    /// A connection with its secret, for a call.
    public record Opened(Connection connection, Authorization authorization, List<Parameter> parameters) {

        /// The texts that must not appear in any history.
        public List<String> secrets() {
            return Stream.concat(authorization.secrets().stream(),
                    parameters.stream().filter(Parameter::isSecret).map(Parameter::value)).toList();
        }

        /// The parameters that go to one place.
        public List<Parameter> at(Parameter.Place place) {
            return Parameter.at(place, parameters);
        }

        /// Does not print secrets.
        @Override
        public String toString() {
            return connection.name();
        }

        /// Whether the credentials may be sent to that host.
        public boolean mayCall(String host) {
            var asked = host.toLowerCase(Locale.ROOT);
            return authorization instanceof Authorization.None && parameters.isEmpty() && connection.hosts().isEmpty()
                    || connection.hosts()
                            .stream().anyMatch(allowed -> allowed.equals(asked)
                                    || allowed.startsWith("*.") && asked.endsWith(allowed.substring(1)));
        }
    }

    /// The tenant's connection of that ARN, with its secret, as it was a second ago at most.
    public Optional<Opened> open(TenantId tenant, String arn) {
        return Arn.parse(arn)
                .filter(parsed -> parsed.service().equals("events") && parsed.resourceType().equals("connection"))
                .map(Arn::resourceName).map(name -> name.split("/", 2)).filter(parts -> parts.length == 2)
                .flatMap(parts -> open(tenant, parts[0], arn));
    }

    private Optional<Opened> open(TenantId tenant, String name, String arn) {
        var found = remembered.find(new Name(tenant, name), () -> find(tenant, name));
        if (found.isPresent() && !found.get().connection().arn().equals(arn)) {
            // another node may have made a new one under the name
            remembered.forget(new Name(tenant, name));
            found = remembered.find(new Name(tenant, name), () -> find(tenant, name));
        }
        return found.filter(opened -> opened.connection().arn().equals(arn));
    }

    /// The tenant's connection of that name, with its secret.
    public Optional<Opened> find(TenantId tenant, String name) {
        var account = account(tenant);
        return jdbc.sql(COLUMNS + "AND name = ?").param(tenant.value()).param(name)
                .query((row, _) -> opened(tenant, account, row)).optional();
    }

    private Opened opened(TenantId tenant, String account, ResultSet row) throws SQLException {
        var secret = secret(tenant, row);
        return new Opened(connection(account, row), secret.authorization(), secret.parameters());
    }

    private String account(TenantId tenant) {
        return tenants.accountId(tenant);
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

    private ConnectionSecret secret(TenantId tenant, ResultSet row) throws SQLException {
        return ConnectionSecret.read(row.getString("authorization_type"),
                keys.open(tenant, context(row.getString("connection_uuid")), row.getBytes("secret")));
    }

    private byte[] seal(TenantId tenant, String uuid, NewConnection asked) {
        return keys.seal(tenant, context(uuid),
                new ConnectionSecret(asked.authorization(), asked.parameters()).write());
    }

    private static String context(String uuid) {
        return "connection.secret:" + uuid;
    }
}
