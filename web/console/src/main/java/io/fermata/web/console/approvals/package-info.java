/// Pages of approvals: the inbox, one question, and the link of a mail.
@NullMarked
package io.fermata.web.console.approvals;

import org.jspecify.annotations.NullMarked;
