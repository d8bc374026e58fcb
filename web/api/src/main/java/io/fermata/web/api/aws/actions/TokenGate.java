// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api.aws.actions;

import io.fermata.web.api.aws.Caller;

/// Keeps programs from answering tasks that only people may answer: an approval's token ends nothing from outside.
@FunctionalInterface
public interface TokenGate {

    /// @throws io.fermata.web.api.aws.ApiError `AccessDeniedException` when the token is an approval's
    void check(Caller caller, String taskToken);
}
