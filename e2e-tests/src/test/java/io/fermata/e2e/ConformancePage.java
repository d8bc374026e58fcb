// SPDX-License-Identifier: Apache-2.0
package io.fermata.e2e;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.SfnRequest;

/// `docs/reference/conformance.md`: what a run of the recorded cases showed. A case that is not left out and not listed as
/// a difference was answered as AWS answered it; [ReplayIT] sees to that.
record ConformancePage(List<Recordings.Case> cases, KnownDifferences differences) {

    static final Path FILE = Path.of("../docs/reference/conformance.md");
    static final String COMMAND = "./mvnw -pl e2e-tests -am verify -Dtest=None -Dit.test=ReplayIT"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false -Dfermata.docs.write=true";

    private static final Map<KnownDifferences.Kind, String> KINDS = Map.of(KnownDifferences.Kind.NOT_YET,
            "Not there yet", KnownDifferences.Kind.DIFFERS, "Answered otherwise", KnownDifferences.Kind.RECORDING,
            "Recordings that nothing can satisfy", KnownDifferences.Kind.TIMING,
            "Measured times, which vary from run to run");

    /// The 37 operations of the API, as AWS's own client has them.
    static List<String> operations() {
        return Stream.of(SfnClient.class.getMethods())
                .filter(method -> method.getParameterCount() == 1
                        && SfnRequest.class.isAssignableFrom(method.getParameterTypes()[0])
                        && !method.getName().endsWith("Paginator"))
                .map(method -> Character.toUpperCase(method.getName().charAt(0)) + method.getName().substring(1))
                .distinct().sorted().toList();
    }

    String text() {
        return """
                # Conformance

                This page shows how far Fermata answers as AWS Step Functions does. Conversations with the real AWS were recorded call by call: %s. Each is replayed against Fermata with a fake Lambda, SQS, DynamoDB and so on behind it, and every answer, every history event and every error text is compared.

                The page is written by the replay itself and checked by each run of the continuous integration, where a case that is answered otherwise fails the build unless it is listed below, and so does a listed one that is answered as AWS does.

                **%s**

                ## By group

                %s
                ## By operation

                A case counts for each operation that it calls itself. What stands at 0 has no recording; Fermata's own tests hold it to AWS's documentation.

                %s%s
                ## Not replayed

                %s
                ## Write this page anew

                With the folder of recordings in `FERMATA_CONFORMANCE`:

                ```sh
                %s
                ```

                Cases that have come to pass leave the list of differences, `e2e-tests/src/test/resources/conformance/differences.json`, by themselves; new ones are put there by hand, with their reason.
                """
                .formatted(cases.size() + " cases", new Count(cases, differences).sentence(),
                        table("group", groups()), table("operation", byOperation()), listed(), leftOut(), COMMAND);
    }

    private Map<String, List<Recordings.Case>> groups() {
        return cases.stream().collect(Collectors.groupingBy(Recordings.Case::group, TreeMap::new, Collectors.toList()));
    }

    private Map<String, List<Recordings.Case>> byOperation() {
        return Stream.concat(operations().stream(), cases.stream().flatMap(each -> each.operations().stream()))
                .distinct().collect(Collectors.toMap(Function.identity(), operation -> cases.stream()
                        .filter(each -> each.operations().contains(operation)).toList(), (a, _) -> a, TreeMap::new));
    }

    private String table(String title, Map<String, List<Recordings.Case>> rows) {
        return "| " + title + " | cases | as AWS | otherwise | not replayed |\n|---|---|---|---|---|\n"
                + rows.entrySet().stream().map(row -> "| `" + row.getKey() + "` | " + row.getValue().size() + " | "
                        + new Count(row.getValue(), differences).cells() + " |\n").collect(Collectors.joining());
    }

    private String listed() {
        return Stream.of(KnownDifferences.Kind.values()).map(kind -> {
            var of = differences.all().stream().filter(difference -> difference.kind() == kind).toList();
            return of.isEmpty()
                    ? ""
                    : "\n## " + KINDS.get(kind) + "\n" + of.stream().map(ConformancePage::difference)
                            .collect(Collectors.joining());
        }).collect(Collectors.joining());
    }

    private static String difference(KnownDifferences.Difference difference) {
        return "\n### " + difference.title() + "\n\nFermata: " + difference.fermata() + "\n\nAWS: " + difference.aws()
                + "\n\n" + difference.cases().stream().map(id -> "- `" + id + "`\n").collect(Collectors.joining());
    }

    private String leftOut() {
        return Recordings.LEFT_OUT.entrySet().stream()
                .map(reason -> cases.stream().filter(each -> each.leftOut().equals(Optional.of(reason.getKey())))
                        .map(each -> "- `" + each.id() + "`: " + reason.getValue() + "\n")
                        .collect(Collectors.joining()))
                .collect(Collectors.joining());
    }

    private record Count(int same, int otherwise, int leftOut) {

        Count(List<Recordings.Case> cases, KnownDifferences differences) {
            int leftOut = (int) cases.stream().filter(each -> each.leftOut().isPresent()).count();
            int otherwise = (int) cases.stream()
                    .filter(each -> each.leftOut().isEmpty() && differences.of(each.id()).isPresent()).count();
            this(cases.size() - leftOut - otherwise, otherwise, leftOut);
        }

        String cells() {
            return same + " | " + otherwise + " | " + leftOut;
        }

        String sentence() {
            return same + " as AWS, " + otherwise + " otherwise, " + leftOut + " not replayed.";
        }
    }
}
