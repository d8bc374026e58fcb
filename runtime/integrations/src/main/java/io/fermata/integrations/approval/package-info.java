/// Approvals by people: the task that asks, the rows it leaves, the votes, and the order that resumes the execution.
/// Called by the node as a task integration, and by the console's inbox, approval and link pages.
@NullMarked
package io.fermata.integrations.approval;

import org.jspecify.annotations.NullMarked;
