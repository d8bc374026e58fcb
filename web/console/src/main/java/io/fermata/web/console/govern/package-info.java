/// Pages of members, access keys, mail and nodes.
@NullMarked
package io.fermata.web.console.govern;

import org.jspecify.annotations.NullMarked;
