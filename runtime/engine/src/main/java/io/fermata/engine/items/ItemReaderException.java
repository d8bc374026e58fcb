// SPDX-License-Identifier: Apache-2.0
package io.fermata.engine.items;

/// Items that cannot be read: the Map Run fails with `States.ItemReaderFailed` and the message as its cause. Has no stack
/// trace: it is an answer about a tenant's data, not a defect.
public final class ItemReaderException extends RuntimeException {

    /// The error of the run.
    public static final String ERROR = "States.ItemReaderFailed";

    private static final long serialVersionUID = 1L;

    public ItemReaderException(String cause) {
        super(cause, null, false, false);
    }
}
