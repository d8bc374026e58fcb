// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import io.fermata.journal.ExecutionTable;
import io.fermata.journal.GroupCommit;
import io.fermata.journal.Inbox;
import io.fermata.journal.JournalTable;
import io.fermata.journal.StepCodec;

/// The durable side of a node, as one argument.
///
/// @param owner the name under which this node owns shards
public record Storage(String owner, GroupCommit commits, StepCodec codec, JournalTable journal,
        ExecutionTable executions, Inbox inbox, Machines machines) {}
