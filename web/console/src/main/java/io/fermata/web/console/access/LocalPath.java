// SPDX-License-Identifier: Apache-2.0
package io.fermata.web.console.access;

import org.jspecify.annotations.Nullable;

/// Where a form may send a browser afterwards: a path on this server and nothing else (security.md SR-30).
public final class LocalPath {

    private LocalPath() {}

    /// The asked path, or the other one if it could lead elsewhere.
    public static String orElse(@Nullable String asked, String other) {
        boolean local = asked != null && asked.length() <= 2_000 && asked.startsWith("/") && !asked.startsWith("//")
                && asked.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '\\');
        return local && asked != null ? asked : other;
    }
}
