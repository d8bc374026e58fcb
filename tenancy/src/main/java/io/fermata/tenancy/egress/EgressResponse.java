// SPDX-License-Identifier: Apache-2.0
package io.fermata.tenancy.egress;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The other side's answer, whatever its status; a redirect is an answer and is not followed.
///
/// @param headers names in lower case
public record EgressResponse(int status, Map<String, List<String>> headers, byte[] body) implements Egress {

    /// The first value of a header, by its name in lower case.
    public Optional<String> header(String name) {
        return headers.getOrDefault(name, List.of()).stream().findFirst();
    }

    @Override
    public String toString() {
        return "status " + status;
    }
}
