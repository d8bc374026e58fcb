// SPDX-License-Identifier: Apache-2.0
package io.fermata.journal;

import io.fermata.journal.GroupCommit.SqlWork;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/// The start of an execution whose name the caller chose: a transaction of its own, fenced like all others, because a
/// name that is taken must not fail the starts of others. May be run again when a commit was cut off: what it wrote then
/// it finds, and does not take for another's.
public final class NamedStart implements SqlWork<Boolean> {

    private final Append append;
    private final String owner;

    /// @param owner the name under which this node owns shards
    public NamedStart(Append append, String owner) {
        this.append = append;
        this.owner = owner;
    }

    /// Writes the start.
    ///
    /// @return false when another execution has the name; nothing is written then
    /// @throws LeaseLostException when the shard is not owned any more
    @Override
    public Boolean run(Connection connection) throws SQLException {
        var epochs = ShardLeases.lockedEpochs(connection, owner, List.of(append.shard()));
        if (epochs.getOrDefault(append.shard(), -1L) != append.epoch()) {
            throw new LeaseLostException(append.shard());
        }
        try {
            BatchWriter.write(connection, List.of(append));
            return true;
        } catch (SQLException problem) {
            if (!SqlErrors.duplicate(problem)) {
                throw problem;
            }
            connection.rollback();
            return JournalTable.holds(connection, append);
        }
    }
}
