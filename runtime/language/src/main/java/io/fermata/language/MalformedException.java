// SPDX-License-Identifier: Apache-2.0
package io.fermata.language;

/// A path or function call that does not parse. Never leaves this package: the checks turn it into a [Diagnostic].
public final class MalformedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public MalformedException(String reason) {
        super(reason, null, false, false);
    }

    public String reason() {
        var message = getMessage();
        return message == null ? "malformed expression" : message;
    }
}
