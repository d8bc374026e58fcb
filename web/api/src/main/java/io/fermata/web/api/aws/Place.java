// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api.aws;

import org.jspecify.annotations.Nullable;

/// Where a value stands in a request, and how AWS says what is wrong there (api.md section 1). Written out only when it
/// is named: most requests are in order.
///
/// @param around the structure or list that holds it; null for the request itself
/// @param step the member's name, or the item's number with `.member`
record Place(@Nullable Place around, String step) {

    static final Place REQUEST = new Place(null, "");

    // what AWS echoes in full is at most a paging token
    private static final int SHOWN = 4_096;

    Place member(String name) {
        return new Place(this, name);
    }

    /// @param number from 1
    Place item(int number) {
        return new Place(this, number + ".member");
    }

    /// What a refusal says of a member that must be there and is not.
    String missing() {
        return "Value null at '" + this + "' failed to satisfy constraint: Member must not be null";
    }

    /// What a refusal says of a value that breaks a constraint.
    ///
    /// @param value null when it must not be repeated
    String violated(@Nullable String value, String constraint) {
        var shown = value == null
                ? "Value"
                : "Value '" + (value.length() <= SHOWN ? value : value.substring(0, SHOWN) + "...") + "'";
        return shown + " at '" + this + "' failed to satisfy constraint: " + constraint;
    }

    /// The refusal of a value of another JSON type.
    ApiError unlike(String type) {
        return ApiError.of("SerializationException", around == null
                ? "The request is not " + type + "."
                : "Member '" + this + "' must be " + type);
    }

    @Override
    public String toString() {
        return around == null || around.around == null ? step : around + "." + step;
    }
}
