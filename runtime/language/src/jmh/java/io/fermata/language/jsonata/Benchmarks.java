// SPDX-License-Identifier: Apache-2.0
package io.fermata.language.jsonata;

import java.util.LinkedHashMap;
import java.util.Map;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/// Runs the benchmarks whose names match the first argument, and prints how many times faster we are.
public final class Benchmarks {

    private Benchmarks() {}

    /// Runs.
    public static void main(String[] arguments) throws RunnerException {
        var options = new OptionsBuilder().include(arguments.length == 0 ? ".*" : arguments[0]).build();
        var scores = new LinkedHashMap<String, Map<String, Double>>();
        for (var result : new Runner(options).run()) {
            var name = result.getParams().getBenchmark();
            var method = name.substring(name.lastIndexOf('.') + 1);
            var row = name.substring(name.lastIndexOf('.', name.lastIndexOf('.') - 1) + 1, name.lastIndexOf('.'));
            for (var parameter : result.getParams().getParamsKeys()) {
                row += " " + parameter + "=" + result.getParams().getParam(parameter);
            }
            scores.computeIfAbsent(row, _ -> new LinkedHashMap<>()).put(method,
                    result.getPrimaryResult().getScore());
        }
        System.out.printf("%n%-60s %12s %12s %8s%n", "microseconds for one", "fermata", "dashjoin", "ratio");
        scores.forEach((row, score) -> {
            if (score.containsKey("fermata") && score.containsKey("dashjoin")) {
                System.out.printf("%-60s %12.3f %12.3f %8.1f%n", row, score.get("fermata"), score.get("dashjoin"),
                        score.get("dashjoin") / score.get("fermata"));
            }
        });
    }
}
