// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console.access;

import java.io.Serializable;
import java.security.Principal;
import java.time.Instant;

/// The person behind a session. Holds no role: that is read for each request.
///
/// @param securityStamp the stamp of the password at the sign-in; another one ends the session
/// @param at when the person signed in; the session ends 12 hours later
public record SignedIn(long userId, String email, String name, long securityStamp,
        Instant at) implements Principal, Serializable {

    @Override
    public String getName() {
        return email;
    }
}
