// SPDX-License-Identifier: Apache-2.0
package io.fermata.engine;

/// Makes the token under which the outside may answer an attempt. Must give the same token for the same arguments, for
/// ever: a token is not stored.
@FunctionalInterface
public interface TaskTokens {

    /// The token of the attempt that event `scheduled` of that execution began.
    String mint(ExecutionFacts execution, long scheduled);
}
