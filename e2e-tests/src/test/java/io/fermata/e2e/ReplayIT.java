// SPDX-License-Identifier: Apache-2.0
package io.fermata.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.json.JsonMapper;

/// All conversations that were recorded from the real AWS, replayed against Fermata: every answer and every history event.
/// What is answered otherwise is listed by case in [KnownDifferences], and nothing else may be.
@ExtendWith(OneNode.class)
class ReplayIT {

    private static final boolean WRITE = Boolean.getBoolean("fermata.docs.write");

    /// @param verdict `pass`, `fail` or `skip`
    private record Verdict(String verdict, String detail) {

        boolean passed() {
            return verdict.startsWith("pass");
        }

        boolean failed() {
            return verdict.equals("fail");
        }
    }

    private static List<Recordings.Case> cases;
    private static KnownDifferences differences;
    private static Map<String, Verdict> verdicts;

    @BeforeAll
    static void replay() throws Exception {
        var folder = Tools.conformance();
        cases = Recordings.all(folder);
        differences = KnownDifferences.read();
        verdicts = replay(folder);
        if (WRITE) {
            differences = differences.without(verdicts.entrySet().stream()
                    .filter(each -> each.getValue().passed() && !varies(each.getKey())).map(Map.Entry::getKey)
                    .collect(Collectors.toSet()));
        }
    }

    private static Map<String, Verdict> replay(Path folder) throws Exception {
        var results = Path.of(System.getProperty("fermata.e2e.directory"), "replay.json");
        Files.createDirectories(results.getParent());
        Files.deleteIfExists(results);
        var command = List.of(Tools.python(), folder + "/replay.py", "--endpoint",
                OneNode.get().url(), "--access-key", Fermata.KEY, "--secret", Fermata.SECRET, "--account",
                Fermata.ACCOUNT, "--mock-port", Integer.toString(OneNode.MOCK_AWS_PORT), "--jobs", "4", "--timeout",
                "60", "--json", results.toString(), folder + "/recorded");
        var ran = Tools.run(command, Map.of());
        assertThat(results).as(ran.output()).exists();
        System.out.println("replay: " + ran.output().lines().reduce((_, last) -> last).orElse(""));
        var found = new TreeMap<String, Verdict>();
        for (var each : JsonMapper.builder().build().readTree(Files.readAllBytes(results)).path("cases")) {
            found.put(each.path("id").asString(),
                    new Verdict(each.path("verdict").asString(), each.path("detail").asString("")));
        }
        return found;
    }

    @TestFactory
    Stream<DynamicTest> answersAsAwsDid() {
        return cases.stream().collect(Collectors.groupingBy(Recordings.Case::group, TreeMap::new, Collectors.toList()))
                .entrySet().stream().map(group -> DynamicTest.dynamicTest(group.getKey(), () -> {
                    var failed = group.getValue().stream().map(Recordings.Case::id)
                            .filter(id -> verdicts.get(id).failed() && differences.of(id).isEmpty())
                            .map(id -> id + "\n      " + verdicts.get(id).detail()).toList();

                    assertThat(failed).as("answered otherwise than AWS did, and not in differences.json").isEmpty();
                }));
    }

    @Test
    void listsNoDifferenceThatIsGone() {
        var gone = differences.all().stream().flatMap(difference -> difference.cases().stream())
                .filter(id -> !varies(id) && (!verdicts.containsKey(id) || verdicts.get(id).passed())).toList();

        assertThat(gone).as("answered as AWS did, or not there: take them out of differences.json by "
                + ConformancePage.COMMAND).isEmpty();
    }

    @Test
    void replaysWhatIsNotLeftOut() {
        var skipped = cases.stream().filter(each -> each.leftOut().isEmpty()).map(Recordings.Case::id)
                .filter(id -> verdicts.get(id).verdict().equals("skip")).toList();

        assertThat(skipped).isEmpty();
    }

    @Test
    void thePageSaysWhatTheReplayShows() throws Exception {
        var page = new ConformancePage(cases, differences);

        if (WRITE) {
            differences.write();
            Files.writeString(ConformancePage.FILE, page.text());
            return;
        }
        assertThat(ConformancePage.FILE).as("write it by " + ConformancePage.COMMAND).hasContent(page.text());
    }

    private static boolean varies(String id) {
        return differences.of(id).filter(known -> known.kind() == KnownDifferences.Kind.TIMING).isPresent();
    }
}
