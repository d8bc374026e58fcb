// SPDX-License-Identifier: Apache-2.0
package io.fermata.integrations.function;

import com.github.benmanes.caffeine.cache.Ticker;
import io.fermata.language.Json;
import io.fermata.tenancy.Remembered;
import io.fermata.tenancy.TenantId;
import io.fermata.tenancy.keys.KeyRing;
import io.fermata.tenancy.keys.WebhookSignature;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// The functions of tenants. What a name stands for, code and secret included, is sealed under the tenant's key. Any
/// thread.
public final class Functions {

    private static final String COLUMNS = """
            SELECT name, function_uuid, content, timeout_seconds, description, updated_at FROM task_function WHERE tenant_id = ?
            """;
    private static final int MOST = 200;

    private final JdbcClient jdbc;
    private final KeyRing keys;
    private final InstantSource clock;
    private final Remembered<Name, Optional<Opened>> remembered;

    public Functions(JdbcClient jdbc, KeyRing keys, InstantSource clock) {
        this.jdbc = jdbc;
        this.keys = keys;
        this.clock = clock;
        this.remembered = new Remembered<>(Ticker.systemTicker(), _ -> true);
    }

    private record Name(TenantId tenant, String name) {}

    /// A function as a person asks for it; fields as in [Function].
    public record Asked(String name, FunctionTarget target, int timeout, String description) {}

    /// The answer to a change.
    public sealed interface Change {}

    /// It was made.
    ///
    /// @param secret that signs requests to an endpoint, `whsec_` and Base64, if it is new; it can be read only now
    public record Done(Function function, Optional<String> secret) implements Change {

        @Override
        public String toString() {
            return function.name();
        }
    }

    /// A field breaks its rule. The sentence names the limit and the fix.
    public record Unfit(String field, String sentence) implements Change {}

    /// A function with its secret, for a call.
    record Opened(Function function, String secret) {

        @Override
        public String toString() {
            return function.name();
        }
    }

    /// Makes a function.
    public Change create(TenantId tenant, Asked asked) {
        var problem = FunctionRules.problem(asked);
        if (problem.isPresent()) {
            return problem.get();
        }
        if (list(tenant).size() >= MOST) {
            return new Unfit("name", "A tenant has at most " + MOST + " functions: delete one that is not used");
        }
        var uuid = UUID.randomUUID().toString();
        var secret = WebhookSignature.newSecret();
        try {
            jdbc.sql(
                    """
                            INSERT INTO task_function (tenant_id, name, function_uuid, content, aws_connection, timeout_seconds, description,
                                created_at, updated_at, lock_version)
                            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0)
                            """)
                    .param(tenant.value()).param(asked.name()).param(uuid)
                    .param(seal(tenant, uuid, asked.target(), secret)).param(connection(asked.target()))
                    .param(asked.timeout()).param(asked.description()).param(now()).param(now()).update();
        } catch (DuplicateKeyException taken) {
            return new Unfit("name", "A function is called " + asked.name() + " already: choose another name");
        }
        remembered.forget(new Name(tenant, asked.name()));
        return done(tenant, asked.name(),
                asked.target() instanceof FunctionTarget.Https ? Optional.of(secret) : Optional.empty());
    }

    /// Changes a function, whose name and secret stay. Calls that begin later use the change.
    public Change update(TenantId tenant, Asked asked) {
        var problem = FunctionRules.problem(asked);
        if (problem.isPresent()) {
            return problem.get();
        }
        return write(tenant, asked, null);
    }

    /// Makes a new secret for requests to an endpoint. Calls that begin later are signed with it alone.
    public Change changeSecret(TenantId tenant, String name) {
        var found = find(tenant, name);
        if (found.isEmpty()) {
            return new Unfit("name", "There is no function " + name + " any more");
        }
        var function = found.get();
        return write(tenant, new Asked(name, function.target(), function.timeout(), function.description()),
                WebhookSignature.newSecret());
    }

    private Change write(TenantId tenant, Asked asked, @Nullable String newSecret) {
        var stored = open(tenant, asked.name());
        if (stored.isEmpty()) {
            return new Unfit("name", "There is no function " + asked.name() + " any more");
        }
        var uuid = jdbc.sql("SELECT function_uuid FROM task_function WHERE tenant_id = ? AND name = ?")
                .param(tenant.value()).param(asked.name()).query(String.class).single();
        var secret = newSecret == null ? stored.get().secret() : newSecret;
        jdbc.sql(
                """
                        UPDATE task_function SET content = ?, aws_connection = ?, timeout_seconds = ?, description = ?, updated_at = ?,
                            lock_version = lock_version + 1
                        WHERE tenant_id = ? AND name = ?
                        """)
                .param(seal(tenant, uuid, asked.target(), secret)).param(connection(asked.target()))
                .param(asked.timeout()).param(asked.description()).param(now()).param(tenant.value())
                .param(asked.name()).update();
        remembered.forget(new Name(tenant, asked.name()));
        return done(tenant, asked.name(), Optional.ofNullable(newSecret));
    }

    private Change done(TenantId tenant, String name, Optional<String> secret) {
        return new Done(find(tenant, name).orElseThrow(), secret);
    }

    /// Removes a function; false if there is none of that name. Its name goes to Lambda from then on.
    public boolean delete(TenantId tenant, String name) {
        boolean found = jdbc.sql("DELETE FROM task_function WHERE tenant_id = ? AND name = ?").param(tenant.value())
                .param(name).update() == 1;
        remembered.forget(new Name(tenant, name));
        return found;
    }

    /// All functions of a tenant by name.
    public List<Function> list(TenantId tenant) {
        return jdbc.sql(COLUMNS + "ORDER BY name").param(tenant.value())
                .query((row, _) -> opened(tenant, row).function()).list();
    }

    /// One function.
    public Optional<Function> find(TenantId tenant, String name) {
        return open(tenant, name).map(Opened::function);
    }

    /// The names of the functions that name an AWS connection.
    public List<String> using(TenantId tenant, String connection) {
        return jdbc.sql("SELECT name FROM task_function WHERE tenant_id = ? AND aws_connection = ? ORDER BY name")
                .param(tenant.value()).param(connection).query((row, _) -> row.getString("name")).list();
    }

    /// A function for a call, or that there is none, as it was a second ago at most.
    Optional<Opened> forCall(TenantId tenant, String name) {
        return remembered.find(new Name(tenant, name), () -> open(tenant, name));
    }

    private Optional<Opened> open(TenantId tenant, String name) {
        return jdbc.sql(COLUMNS + "AND name = ?").param(tenant.value()).param(name)
                .query((row, _) -> opened(tenant, row)).optional();
    }

    private static String connection(FunctionTarget target) {
        return target instanceof FunctionTarget.Aws(var connection, _) ? connection : "";
    }

    private byte[] seal(TenantId tenant, String uuid, FunctionTarget target, String secret) {
        var json = JsonNodeFactory.instance.objectNode().put("kind", target.kind()).put("secret", secret);
        switch (target) {
            case FunctionTarget.Aws(var connection, var function) ->
                json.put("connection", connection).put("function", function);
            case FunctionTarget.Https(var url) -> json.put("url", url);
            case FunctionTarget.JavaScript(var code, var memory) -> json.put("code", code).put("memory", memory);
        }
        return keys.seal(tenant, context(uuid), Json.bytes(json));
    }

    private Opened opened(TenantId tenant, ResultSet row) throws SQLException {
        var json = Json.parse(new String(
                keys.open(tenant, context(row.getString("function_uuid")), row.getBytes("content")),
                StandardCharsets.UTF_8));
        var target = switch (text(json, "kind")) {
            case "AWS" -> new FunctionTarget.Aws(text(json, "connection"), text(json, "function"));
            case "HTTPS" -> new FunctionTarget.Https(text(json, "url"));
            case "JAVASCRIPT" -> new FunctionTarget.JavaScript(text(json, "code"), json.path("memory").intValue());
            default -> throw new IllegalStateException("This release knows no functions of this kind");
        };
        return new Opened(new Function(row.getString("name"), target, row.getInt("timeout_seconds"),
                row.getString("description"), instant(row)), text(json, "secret"));
    }

    private static String text(JsonNode json, String field) {
        return json.path(field).stringValue();
    }

    private static Instant instant(ResultSet row) throws SQLException {
        return Objects.requireNonNull(row.getObject("updated_at", LocalDateTime.class)).toInstant(ZoneOffset.UTC);
    }

    private LocalDateTime now() {
        return LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    private static String context(String uuid) {
        return "task_function.content:" + uuid;
    }
}
