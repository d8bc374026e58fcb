// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.api.aws;

import java.math.BigDecimal;
import java.time.Instant;

/// Times as this protocol shows them: epoch seconds with milliseconds as the fraction.
public final class Times {

    private Times() {}

    /// The number for a moment.
    public static BigDecimal seconds(Instant at) {
        return BigDecimal.valueOf(at.toEpochMilli(), 3);
    }
}
