// SPDX-License-Identifier: Apache-2.0
package io.fermata.catalog;

import io.fermata.catalog.Routing.Route;
import io.fermata.tenancy.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/// The aliases of state machines: at most 100 for each. Any thread.
public final class Aliases {

    private static final int MOST = 100;
    private static final String COLUMNS = """
            SELECT id, name, description, first_version, first_weight, second_version, second_weight, created_at, updated_at FROM alias
            WHERE tenant_id = ? AND state_machine_id = ?
            """;

    private final JdbcClient jdbc;
    private final TransactionOperations transaction;
    private final InstantSource clock;

    public Aliases(JdbcClient jdbc, TransactionOperations transaction, InstantSource clock) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.clock = clock;
    }

    /// The answer to a change.
    public sealed interface Answer {}

    /// The alias as it now is.
    public record Stored(Alias alias) implements Answer {}

    /// The name is not 1 to 80 letters, digits and `_ - .` with at least one that is no digit.
    public record InvalidName(String name) implements Answer {}

    /// An alias of this name exists, with another description or routing.
    public record Conflict() implements Answer {}

    /// The alias, or a version that it shall point at, does not exist.
    public record NotFound() implements Answer {}

    /// The machine has 100 aliases.
    public record TooMany() implements Answer {}

    /// Makes an alias. The same request again finds the first one's alias.
    public Answer create(TenantId tenant, long machineId, String name, String description, Routing routing) {
        if (!name.matches("(?=.*[a-zA-Z_\\-.])[a-zA-Z0-9_\\-.]{1,80}")) {
            return new InvalidName(name);
        }
        Optional<Alias> known = find(tenant, machineId, name);
        if (known.isPresent()) {
            return compare(known.get(), description, routing);
        }
        int count = jdbc.sql("SELECT COUNT(*) FROM alias WHERE tenant_id = ? AND state_machine_id = ?")
                .param(tenant.value()).param(machineId).query(Integer.class).single();
        if (count >= MOST) {
            return new TooMany();
        }
        try {
            LocalDateTime now = now();
            Optional<Route> second = second(routing);
            jdbc.sql(
                    """
                            INSERT INTO alias (tenant_id, state_machine_id, name, description, first_version, first_weight, second_version, second_weight, created_at, updated_at)
                            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                            """)
                    .params(Arrays.asList(tenant.value(), machineId, name, description,
                            routing.routes().getFirst().version(), routing.routes().getFirst().weight(),
                            second.map(Route::version).orElse(null), second.map(Route::weight).orElse(null), now, now))
                    .update();
        } catch (DuplicateKeyException e) {
            return find(tenant, machineId, name).map(alias -> compare(alias, description, routing))
                    .orElseThrow(() -> e);
        } catch (DataIntegrityViolationException _) {
            // The foreign keys to the versions.
            return new NotFound();
        }
        return new Stored(find(tenant, machineId, name).orElseThrow());
    }

    /// Changes description or routing. What is empty stays as it is.
    public Answer update(TenantId tenant, long machineId, String name, Optional<String> description,
            Optional<Routing> routing) {
        try {
            return Objects.requireNonNull(transaction.execute(_ -> {
                Optional<Alias> known = jdbc.sql(COLUMNS + " AND name = ? FOR UPDATE").param(tenant.value())
                        .param(machineId).param(name).query(Aliases::read).optional();
                if (known.isEmpty()) {
                    return new NotFound();
                }
                Routing next = routing.orElse(known.get().routing());
                Optional<Route> second = second(next);
                jdbc.sql(
                        """
                                UPDATE alias SET description = ?, first_version = ?, first_weight = ?, second_version = ?, second_weight = ?, updated_at = ?
                                WHERE tenant_id = ? AND state_machine_id = ? AND name = ?
                                """)
                        .params(Arrays.asList(description.orElse(known.get().description()),
                                next.routes().getFirst().version(), next.routes().getFirst().weight(),
                                second.map(Route::version).orElse(null), second.map(Route::weight).orElse(null), now(),
                                tenant.value(), machineId, name))
                        .update();
                return new Stored(find(tenant, machineId, name).orElseThrow());
            }));
        } catch (DataIntegrityViolationException _) {
            return new NotFound();
        }
    }

    public Optional<Alias> find(TenantId tenant, long machineId, String name) {
        return jdbc.sql(COLUMNS + " AND name = ?").param(tenant.value()).param(machineId).param(name)
                .query(Aliases::read).optional();
    }

    /// At most `size` aliases of a machine with ids above `after`, oldest first, or of those that point at one version.
    public List<Alias> list(TenantId tenant, long machineId, Optional<Integer> version, long after, int size) {
        // A machine has so few aliases that all of them are read.
        return jdbc.sql(COLUMNS + " ORDER BY id").param(tenant.value()).param(machineId).query(Aliases::read).list()
                .stream()
                .filter(alias -> alias.id() > after && (version.isEmpty()
                        || alias.routing().routes().stream().anyMatch(route -> route.version() == version.get())))
                .limit(size).toList();
    }

    /// Removes an alias; false if there is none, which is no error.
    public boolean delete(TenantId tenant, long machineId, String name) {
        return jdbc.sql("DELETE FROM alias WHERE tenant_id = ? AND state_machine_id = ? AND name = ?")
                .param(tenant.value()).param(machineId).param(name).update() == 1;
    }

    private static Answer compare(Alias known, String description, Routing routing) {
        return known.description().equals(description) && known.routing().equals(routing)
                ? new Stored(known)
                : new Conflict();
    }

    private static Optional<Route> second(Routing routing) {
        return routing.routes().stream().skip(1).findFirst();
    }

    private LocalDateTime now() {
        return LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    private static Alias read(ResultSet row, int number) throws SQLException {
        List<Route> routes = new ArrayList<>();
        routes.add(new Route(row.getInt("first_version"), row.getInt("first_weight")));
        if (row.getObject("second_version") != null) {
            routes.add(new Route(row.getInt("second_version"), row.getInt("second_weight")));
        }
        return new Alias(row.getLong("id"), row.getString("name"), row.getString("description"), new Routing(routes),
                instant(row, "created_at"), instant(row, "updated_at"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return Objects.requireNonNull(row.getObject(column, LocalDateTime.class)).toInstant(ZoneOffset.UTC);
    }
}
