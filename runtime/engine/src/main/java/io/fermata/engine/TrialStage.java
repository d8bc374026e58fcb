// SPDX-License-Identifier: Apache-2.0
package io.fermata.engine;

/// A point of a state's data flow at which a {@link StateTrial} shows the value.
public enum TrialStage {

    AFTER_INPUT_PATH("afterInputPath"),
    AFTER_PARAMETERS("afterParameters"),
    AFTER_ARGUMENTS("afterArguments"),
    AFTER_ITEMS_POINTER("afterItemsPointer"),
    AFTER_ITEMS_PATH("afterItemsPath"),
    AFTER_ITEM_SELECTOR("afterItemSelector"),
    AFTER_ITEM_BATCHER("afterItemBatcher"),
    RESULT("result"),
    AFTER_RESULT_SELECTOR("afterResultSelector"),
    AFTER_RESULT_PATH("afterResultPath");

    private final String text;

    TrialStage(String text) {
        this.text = text;
    }

    /// The member of `inspectionData`.
    public String text() {
        return text;
    }
}
