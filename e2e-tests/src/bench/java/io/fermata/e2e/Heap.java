// SPDX-License-Identifier: Apache-2.0
package io.fermata.e2e;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Looks at the live objects of a virtual machine.
final class Heap {

    private static final Pattern TOTAL = Pattern.compile("Total\\s+\\d+\\s+(\\d+)");

    private Heap() {}

    /// Megabytes of live objects, after a full collection; below 0 when nobody knows.
    static double of(long pid) throws Exception {
        var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        var total = TOTAL.matcher(
                Tools.run(List.of(jcmd, Long.toString(pid), "GC.class_histogram"), Map.of()).output());
        return total.find() ? Long.parseLong(total.group(1)) / 1e6 : -1;
    }
}
