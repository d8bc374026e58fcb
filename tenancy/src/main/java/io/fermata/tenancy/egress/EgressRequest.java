// SPDX-License-Identifier: Apache-2.0
package io.fermata.tenancy.egress;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/// A request to an address that a tenant chose.
///
/// @param method upper case, for example `POST`
/// @param headers names and values; `Host`, `Content-Length`, `Connection` and `Transfer-Encoding` are the client's own and are refused
/// @param body empty for none
/// @param timeout for the whole exchange, above 0 and at most 60 s
/// @param longestAnswer bytes of body accepted, at most 10 MiB
public record EgressRequest(String method, String url, Map<String, List<String>> headers, byte[] body, Duration timeout,
        int longestAnswer) {

    /// The body size that fits into a state: 256 KiB.
    public static final int STATE_SIZE = 262_144;

    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final int LARGEST = 10 * 1024 * 1024;

    /// @throws IllegalArgumentException if a field breaks its rule
    public EgressRequest {
        if (!method.matches("[A-Z]{3,10}")) {
            throw new IllegalArgumentException("The method of a request has 3 to 10 capital letters, not: " + method);
        }
        if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("The timeout of a request is above 0 and at most 60 s, not " + timeout);
        }
        if (longestAnswer < 0 || longestAnswer > LARGEST) {
            throw new IllegalArgumentException(
                    "The longest answer is 0 to " + LARGEST + " bytes, not " + longestAnswer);
        }
        headers = Map.copyOf(headers);
    }

    @Override
    public String toString() {
        return method;
    }
}
