/// Mail that leaves with the transaction that asked for it.
/// Called by approvals and by account pages; one loop for each node delivers.
@NullMarked
package io.fermata.tenancy.mail;

import org.jspecify.annotations.NullMarked;
