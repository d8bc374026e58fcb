// SPDX-License-Identifier: Apache-2.0
package io.fermata.e2e;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/// What to measure and how long, from `--name value` arguments. The defaults take less than two minutes.
///
/// @param only workloads
/// @param through `api`, `engine` or both
/// @param warm seconds before the first round
/// @param seconds of each of the three rounds
/// @param clients of W1, W2, W4 and W6
/// @param payload bytes of each execution's input
/// @param parked executions of W5
/// @param timers executions of W5 that are due at once
/// @param stored finished executions of W6
/// @param resident executions of W7 in the memory of the node that is killed
/// @param lease seconds for which a node of W7 keeps its shards without a word
/// @param heap of the server, as `-Xmx` takes it
/// @param java more options for the server's virtual machine
record BenchOptions(Set<String> only, Set<String> through, double warm, double seconds, int clients, int payload,
        int parked, int timers, int stored, int resident, int lease, String heap, List<String> java) {

    static final Map<String, String> DEFAULTS = Map.ofEntries(Map.entry("only", "W1,W2,W3,W4,W5,W6,W7"),
            Map.entry("through", "api,engine"), Map.entry("warm", "4"), Map.entry("seconds", "1.5"),
            Map.entry("clients", "16"), Map.entry("payload", "200"), Map.entry("parked", "1000"),
            Map.entry("timers", "1000"), Map.entry("stored", "20000"),
            Map.entry("resident", "1000"), Map.entry("lease", "10"), Map.entry("heap", "1g"),
            Map.entry("java", ""));

    static BenchOptions of(String... arguments) {
        var given = new HashMap<>(DEFAULTS);
        var words = Arrays.stream(arguments).flatMap(argument -> Arrays.stream(argument.strip().split("\\s+")))
                .filter(word -> !word.isEmpty()).toList();
        for (int i = 0; i < words.size(); i += 2) {
            var name = words.get(i).replaceFirst("^--", "");
            if (!DEFAULTS.containsKey(name) || i + 1 == words.size()) {
                throw new IllegalArgumentException("options are --name value, of " + DEFAULTS.keySet() + "; not "
                        + words.get(i));
            }
            given.put(name, words.get(i + 1));
        }
        return new BenchOptions(Set.of(given.get("only").split(",")), Set.of(given.get("through").split(",")),
                Double.parseDouble(given.get("warm")), Double.parseDouble(given.get("seconds")),
                Integer.parseInt(given.get("clients")), Integer.parseInt(given.get("payload")),
                Integer.parseInt(given.get("parked")), Integer.parseInt(given.get("timers")),
                Integer.parseInt(given.get("stored")), Integer.parseInt(given.get("resident")),
                Integer.parseInt(given.get("lease")), given.get("heap"),
                Arrays.stream(given.get("java").split(",")).filter(option -> !option.isEmpty()).toList());
    }

    boolean wants(String workload) {
        return only.contains(workload);
    }

    /// Whether there is another workload to measure than that one.
    boolean wantsMoreThan(String workload) {
        return only.size() > (wants(workload) ? 1 : 0);
    }

    /// The input of an execution: `{"until": …, "text": "…"}` of about the wanted size, the text letters by chance.
    String input(String until) {
        var text = new StringBuilder("{\"until\":\"" + until + "\",\"text\":\"");
        var random = ThreadLocalRandom.current();
        while (text.length() < payload - 2) {
            text.append((char) random.nextInt('a', 'z' + 1));
        }
        return text.append("\"}").toString();
    }
}
