/// What programs call: the AWS API and webhooks. Wired into the application by its configuration classes.
@NullMarked
package io.fermata.web.api;

import org.jspecify.annotations.NullMarked;
