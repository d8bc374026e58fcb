// SPDX-License-Identifier: Apache-2.0
package io.fermata.journal;

import io.fermata.journal.GroupCommit.SqlWork;
import io.fermata.journal.MapRunWriter.Held;
import java.util.List;

/// The writes that make a redriven Map Run ready to go on, fenced like those of {@link MapRunWriter}. Stateless.
public record MapRedriveWriter(MapRunWriter runs) {

    /// Takes back children that did not end well: they wait for their turn again, and their run does not count them any
    /// more. What they ended with stays until they start.
    ///
    /// @param children ended and counted, at least one
    public SqlWork<Boolean> takeBack(Held held, MapRunRow run, List<MapItemTable.Ended> children) {
        return runs.fenced(List.of(held), connection -> {
            try (var update = connection.prepareStatement("""
                    UPDATE map_item SET phase = 0 WHERE map_run_no = ? AND tenant_id = ? AND phase = 4
                    AND item IN (""" + MapRunWriter.marks(children.size()) + ")")) {
                MapRunWriter.key(update, 1, run);
                for (int i = 0; i < children.size(); i++) {
                    update.setLong(3 + i, children.get(i).item());
                }
                if (update.executeUpdate() != children.size()) {
                    throw new IllegalStateException("children of Map Run " + run.mapRunNo() + " were taken back twice");
                }
            }
            MapRunWriter.count(connection, run, children, -1, run.releasedChildren());
            return true;
        });
    }

    /// Lets the children of a redriven run start, from its first on.
    ///
    /// @return false when it was redriven again since the row was read
    public SqlWork<Boolean> begin(Held held, MapRunRow run) {
        return runs.fenced(List.of(held), connection -> {
            try (var update = connection.prepareStatement("""
                    UPDATE map_run SET redrives_begun = ?, released_children = 0
                    WHERE map_run_no = ? AND tenant_id = ? AND redrive_count = ?""")) {
                update.setInt(1, run.redriveCount());
                MapRunWriter.key(update, 2, run);
                update.setInt(4, run.redriveCount());
                return update.executeUpdate() > 0;
            }
        });
    }

    /// Gives a child that cannot go on the number of a new execution.
    ///
    /// @return false when it has ended meanwhile
    public SqlWork<Boolean> renumber(Held held, MapItemTable.Startable child, long executionNo) {
        return runs.fenced(List.of(held), connection -> {
            try (var update = connection.prepareStatement("""
                    UPDATE map_item SET execution_no = ? WHERE map_run_no = ? AND item = ? AND tenant_id = ?
                    AND phase = 2 AND execution_no = ?""")) {
                update.setLong(1, executionNo);
                update.setLong(2, child.mapRunNo());
                update.setLong(3, child.item());
                update.setLong(4, child.tenant().value());
                update.setLong(5, child.executionNo());
                return update.executeUpdate() > 0;
            }
        });
    }
}
