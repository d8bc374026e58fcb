// SPDX-License-Identifier: Apache-2.0
package io.fermata.journal;

import io.fermata.tenancy.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;

/// Looks up which names of executions are taken.
final class TakenNames {

    private TakenNames() {}

    /// What is unique of an execution beside its number.
    record Name(TenantId tenant, long stateMachineId, String name) {}

    /// Those of the names that executions have.
    static Set<Name> among(Connection connection, Collection<Name> names) throws SQLException {
        var taken = new HashSet<Name>();
        if (names.isEmpty()) {
            return taken;
        }
        var each = "(tenant_id = ? AND state_machine_id = ? AND name = ?)";
        try (var select = connection.prepareStatement("SELECT tenant_id, state_machine_id, name FROM execution WHERE "
                + String.join(" OR ", Collections.nCopies(names.size(), each)))) {
            int place = 1;
            for (var name : names) {
                select.setLong(place++, name.tenant.value());
                select.setLong(place++, name.stateMachineId);
                select.setString(place++, name.name);
            }
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    taken.add(new Name(new TenantId(rows.getLong(1)), rows.getLong(2), rows.getString(3)));
                }
            }
        }
        return taken;
    }
}
