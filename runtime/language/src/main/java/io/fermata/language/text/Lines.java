// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.text;

import java.util.Arrays;

/// Which line and column an offset of a text has. Lines end with `\n`, `\r\n` or `\r`; both count from 1.
public final class Lines {

    private final int[] starts;

    public Lines(String text) {
        var found = new int[16];
        var count = 1;
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c == '\n' || c == '\r' && (i + 1 == text.length() || text.charAt(i + 1) != '\n')) {
                found = count == found.length ? Arrays.copyOf(found, count * 2) : found;
                found[count++] = i + 1;
            }
        }
        starts = Arrays.copyOf(found, count);
    }

    public int line(int offset) {
        var at = Arrays.binarySearch(starts, offset);
        return at >= 0 ? at + 1 : -at - 1;
    }

    public int column(int offset) {
        return offset - starts[line(offset) - 1] + 1;
    }

    /// The offset of a line and column; the end of what is known when there is no such line.
    public int offset(int line, int column) {
        return starts[Math.clamp(line, 1, starts.length) - 1] + Math.max(1, column) - 1;
    }
}
