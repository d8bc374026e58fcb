// SPDX-License-Identifier: Apache-2.0
package io.fermata.node;

import io.fermata.engine.items.ObjectStorage;

/// The ways out of a node, as one argument: calls of resources, executions without a journal, storage of objects.
record Outbound(Dispatch dispatch, ExpressRuns express, ObjectStorage objects) {}
