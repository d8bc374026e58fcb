// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonpath;

/// An intrinsic function that cannot work on its arguments. [Intrinsic] adds the text of the call.
final class FunctionFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String reason;

    FunctionFailure(String reason) {
        super(reason, null, false, false);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
