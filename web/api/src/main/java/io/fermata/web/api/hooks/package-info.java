// SPDX-License-Identifier: Apache-2.0
/// The door of webhooks, and what keeps programs from answering for people.
/// Called by Spring MVC and by the actions of the AWS API.
@NullMarked
package io.fermata.web.api.hooks;

import org.jspecify.annotations.NullMarked;
